/** Generated pictures: a colour and a composition for each name, always the same for the same name. */

export interface Art {
  readonly hue: number;
  readonly initials: string;
  readonly background: string;
}

/** Hues that read well on a dark ground, apart from the accent's amber. */
const HUES = [8, 24, 96, 142, 168, 188, 206, 224, 248, 272, 304, 334];

const SMALL_WORDS = ['the', 'a', 'an', 'of', 'and', 'der', 'die', 'das', 'le', 'la'];

export function artOf(name: string): Art {
  const seed = hash(name);
  const hue = HUES[seed % HUES.length] ?? 206;
  const x = 18 + ((seed >>> 4) % 60);
  const y = 8 + ((seed >>> 10) % 50);
  return {
    hue,
    initials: initialsOf(name),
    background:
      `radial-gradient(circle at ${x}% ${y}%, hsla(${hue}, 62%, 58%, 0.85), hsla(${hue}, 62%, 58%, 0) 46%), ` +
      `radial-gradient(circle at ${100 - x}% ${104 - y}%, hsla(${(hue + 46) % 360}, 58%, 44%, 0.9), hsla(${hue}, 50%, 30%, 0) 60%), ` +
      `linear-gradient(160deg, hsl(${hue}, 38%, 26%), hsl(${(hue + 30) % 360}, 44%, 13%))`,
  };
}

/** Up to two letters that stand for the name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-–_.:,;!?'"()[\]&/]+/).filter((word) => word !== '');
  const telling = words.filter((word) => !SMALL_WORDS.includes(word.toLowerCase()));
  const chosen = telling.length > 0 ? telling : words;
  return chosen
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}

function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  }
  return value >>> 0;
}

/** Generated pictures: a sky, a sun and two hills, coloured by the name, placed by the name and number. */

export interface Art {
  readonly hue: number;
  readonly initials: string;
  readonly background: string;
}

/** Skies that read well on a dark ground, each with the hue of its hills. */
const PALETTES: readonly (readonly [sky: number, hills: number])[] = [
  [8, 342],
  [22, 4],
  [160, 192],
  [188, 214],
  [206, 232],
  [226, 256],
  [250, 222],
  [276, 302],
  [318, 268],
  [344, 14],
];

const SMALL_WORDS = ['the', 'a', 'an', 'of', 'and', 'der', 'die', 'das', 'le', 'la'];

/** `variant` moves the sun and the hills: the episodes of a show are of one family, but not the same. */
export function artOf(name: string, variant = 0): Art {
  const seed = hash(name);
  const [sky, hills] = PALETTES[seed % PALETTES.length] ?? [206, 232];
  const sunX = 14 + ((((seed >>> 4) % 60) + variant * 23) % 62);
  const sunY = 30 + ((((seed >>> 10) % 20) + variant * 7) % 26);
  const hillX = 8 + ((((seed >>> 16) % 50) + variant * 31) % 60);
  const layers = [
    hill(hillX, 38, `hsl(${hills}, 46%, 13%)`),
    hill(hillX + 52, 62, `hsl(${hills}, 42%, 20%)`),
    `radial-gradient(circle at ${sunX}% ${sunY}%, hsl(${sky}, 82%, 76%) 0, hsl(${sky}, 80%, 70%) 11%, hsla(${sky}, 80%, 64%, 0.32) 11.6%, hsla(${sky}, 80%, 60%, 0) 56%)`,
    `linear-gradient(180deg, hsl(${hills}, 44%, 26%) 0%, hsl(${sky}, 50%, 46%) 88%)`,
  ];
  return { hue: sky, initials: initialsOf(name), background: layers.join(', ') };
}

function hill(x: number, height: number, colour: string): string {
  return `radial-gradient(ellipse 78% ${height}% at ${x}% 108%, ${colour} 0, ${colour} 99%, transparent 100%)`;
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

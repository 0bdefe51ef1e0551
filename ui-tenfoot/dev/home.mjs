/** The first of home's rows and the pages after them, as the box gives them. */
const ROW = 12;

const begun = (title) => !title.progress.watched && title.progress.positionSeconds >= 5;
const byName = (a, b) => String(a.name ?? '').localeCompare(String(b.name ?? ''));

export function homeOf(titles, queue, rows) {
  const all = {
    begun: () => titles.filter(begun).slice(0, ROW),
    next: () => shows(titles).flatMap((show) => upNext(titles.filter((it) => it.show === show.name))).slice(0, ROW),
    coming: () => queue.slice(0, ROW).map((entry) => ({ entry, title: titles.find((it) => it.id === entry.title) })),
    arrived: () => titles.filter((it) => it.availability.state === 'ready' && !it.progress.watched).slice(0, ROW),
    shows: () => page(shows(titles), ROW, ''),
    movies: () => page(shelf(titles, 'movies'), ROW, ''),
    clips: () => page(shelf(titles, 'clips'), ROW, ''),
  };
  return Object.fromEntries(Object.entries(all).map(([row, of]) => [row, rows.length === 0 || rows.includes(row) ? of() : null]));
}

/** A cursor is how many came before. */
export function page(items, limit, cursor) {
  const from = Number(cursor || 0);
  return { items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null };
}

export function shelf(titles, name) {
  return titles.filter((it) => (name === 'movies' ? it.kind === 'movie' : it.kind !== 'movie' && !it.show)).sort(byName);
}

export function shows(titles) {
  const found = new Map();
  for (const { show, season } of titles) {
    if (!show) continue;
    const known = found.get(show) ?? { name: show, seasons: [], titles: 0 };
    found.set(show, { ...known, seasons: [...new Set([...known.seasons, season])], titles: known.titles + 1 });
  }
  return [...found.values()].sort(byName);
}

export function following(titles, title) {
  const episodes = titles.filter((it) => title.show && it.show === title.show);
  return episodes[episodes.indexOf(title) + 1] ?? null;
}

function upNext(episodes) {
  const last = episodes.map((it) => it.progress.watched).lastIndexOf(true);
  return last < 0 ? [] : episodes.slice(last + 1, last + 2).filter((it) => !begun(it));
}

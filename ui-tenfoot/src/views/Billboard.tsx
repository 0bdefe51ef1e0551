/** What the focus is on, in large: name, facts, and where it stands in a sentence. */

import { Show as When, type JSX } from 'solid-js';
import type { ShowFacts, Title } from '../api/types';
import { useApp } from '../app';
import { size } from '../i18n/format';
import { t } from '../i18n/messages';
import { byline, headline, variantOf } from '../state/catalogue';
import { isBegun } from '../state/standing';
import { artOf } from './art';

export function Billboard(props: { readonly title: Title | undefined; readonly show: ShowFacts | undefined }): JSX.Element {
  const name = (): string => props.title?.show ?? props.show?.name ?? (props.title ? headline(props.title) : '');
  const picture = (): string => artOf(name(), props.title ? variantOf(props.title) : 0).background;
  return (
    <div class="billboard" data-testid="billboard">
      <div class="billboard-art" style={{ 'background-image': picture() }} />
      <div class="billboard-fade" />
      <When when={props.title} keyed>
        {(title) => <TitleFacts title={title} />}
      </When>
      <When when={props.show}>
        {(show) => (
          <>
            <p class="billboard-byline">{t.seasons(show().seasons.length)}</p>
            <h1 class="billboard-name">{show().name}</h1>
            <p class="billboard-facts">{t.episodes(show().titles)}</p>
          </>
        )}
      </When>
    </div>
  );
}

export function TitleFacts(props: { readonly title: Title }): JSX.Element {
  const { box } = useApp();
  const standing = (): { kind: string; long: string } => box.standing(props.title);
  return (
    <>
      <p class="billboard-byline">{byline(props.title) || t.kind[props.title.kind]}</p>
      <h1 class="billboard-name">{headline(props.title)}</h1>
      <p class="billboard-facts">{factsOf(props.title)}</p>
      <p class="billboard-standing" data-testid="standing">
        <span class={`dot dot-${standing().kind}`} />
        {standing().long}
      </p>
    </>
  );
}

function factsOf(title: Title): string {
  const facts: string[] = [];
  if (title.durationSeconds) facts.push(t.minutes(title.durationSeconds));
  facts.push(size(title.sizeBytes));
  if (title.progress?.watched === true) facts.push(t.watched);
  else if (isBegun(title)) facts.push(t.leftOff(title.progress?.positionSeconds ?? 0));
  return facts.join(' · ');
}

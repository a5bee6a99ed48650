import type { OverviewDto } from '../api/generated/types.gen.js';
import { words } from '../texts/overview.js';
import { dayText } from '../ui/dates.js';
import { balanceBands, sum, weekFigures } from './figures.js';
import { PlotCard } from './plot-card.js';

interface Props {
  readonly overview: OverviewDto;
}

/** Sessions a week: automatic ones, and stacked on them those that were added by hand. */
export function SessionsPlot({ overview: { weeks, today } }: Props) {
  const texts = words.sessions;
  const { now, average } = weekFigures(weeks);
  const labels = weeks.map(({ from }) => dayText(from, today));
  const name = (place: number) =>
    place === weeks.length - 1 ? words.thisWeek : words.weekOf(labels[place] ?? '');
  return (
    <PlotCard
      title={texts.title}
      labels={labels}
      series={[
        {
          name: texts.automatic,
          values: weeks.map(({ automatic }) => automatic),
          color: '--chart',
        },
        {
          name: texts.manual,
          values: weeks.map(({ manual }) => manual),
          color: '--warn',
          isHatched: true,
        },
      ]}
      summary={texts.summary(now, average)}
      valueAt={(place) => {
        const week = weeks[place];
        return week ? texts.value(name(place), week) : '';
      }}
      table={{
        head: [words.week, texts.automatic, texts.manual, words.total, texts.undone],
        rows: weeks.map(({ automatic, manual, undone }, place) => [
          labels[place] ?? '',
          automatic,
          manual,
          automatic + manual,
          undone,
        ]),
      }}
      none={texts.none}
    />
  );
}

/** The number of members by sessions left. */
export function BalancesPlot({ overview: { balances, lowBalance } }: Props) {
  const texts = words.balances;
  const { empty, low, enough } = balanceBands(balances, lowBalance);
  return (
    <PlotCard
      title={texts.title}
      labels={balances.map(({ remaining }) => String(remaining))}
      series={[
        { name: texts.empty, values: empty, color: '--bad' },
        { name: texts.low, values: low, color: '--warn', isHatched: true },
        { name: texts.enough, values: enough, color: '--chart' },
      ]}
      summary={texts.summary(sum(empty), sum(low))}
      valueAt={(place) => {
        const balance = balances[place];
        return balance ? texts.value(balance.remaining, balance.members) : '';
      }}
      table={{
        head: [texts.left, texts.members],
        rows: balances.map(({ remaining, members }) => [String(remaining), members]),
      }}
      none={texts.none}
    />
  );
}

/** Packages by the week in which they end, and the sessions that may be lost with them. */
export function ExpiringPlot({ overview: { expiring, today } }: Props) {
  const texts = words.expiring;
  const labels = expiring.map(({ from }) => dayText(from, today));
  const counts = expiring.map(({ packages }) => packages);
  const left = sum(expiring.map(({ sessions }) => sessions));
  const name = (place: number) =>
    place === 0 ? words.thisWeek : words.weekOf(labels[place] ?? '');
  return (
    <PlotCard
      title={texts.title}
      labels={labels}
      series={[{ name: texts.packages, values: counts, color: '--chart' }]}
      summary={texts.summary(sum(counts), expiring.length, left)}
      valueAt={(place) => {
        const week = expiring[place];
        return week ? texts.value(name(place), week.packages, week.sessions) : '';
      }}
      table={{
        head: [words.week, texts.packages, texts.atStake],
        rows: expiring.map(({ packages, sessions }, place) => [
          labels[place] ?? '',
          packages,
          sessions,
        ]),
      }}
      none={texts.none}
    />
  );
}

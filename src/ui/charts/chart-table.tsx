/** The rows of a chart as a table, newest first, bounded: for who reads rather than looks. */

import { formatCount } from '../format.ts';
import { sayCount } from '../language/say.ts';
import { cellText, type Chart, type Series } from './chart.ts';

/** More rows in one table nobody reads, and each costs the page some time. */
export const TABLE_ROWS_MAX = 200;

interface ChartTableProps {
  readonly chart: Chart;
  readonly title: string;
  readonly testId: string;
}

export function ChartTable({ chart, title, testId }: ChartTableProps) {
  const { x, xName, formatX, hrefX, series } = chart;
  const rows = shownRows(chart);
  return (
    <>
      <div class="chart-table" role="group" aria-label={title} tabIndex={0}>
        <table data-testid={testId}>
          <thead>
            <tr>
              <th scope="col">{xName}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row} ${x[row]}`}>
                <th scope="row">
                  {hrefX === undefined ? (
                    formatX(x[row]!, row)
                  ) : (
                    <a href={hrefX(x[row]!)}>{formatX(x[row]!, row)}</a>
                  )}
                </th>
                {series.map((each) => (
                  <Cell key={each.name} series={each} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < x.length && (
        <p class="chart-note quiet">
          {sayCount(rows.length, 'The newest row of {all}.', 'The newest {count} rows of {all}.', {
            all: formatCount(x.length),
          })}
        </p>
      )}
    </>
  );
}

function Cell({ series, row }: { readonly series: Series; readonly row: number }) {
  const text = cellText(series, row);
  return <td>{series.isForeign ? <bdi class="inert">{text}</bdi> : text}</td>;
}

/** Row numbers in the order in which they are read. */
export function shownRows({ x, isForward }: Pick<Chart, 'x' | 'isForward'>): number[] {
  const shown = Math.min(x.length, TABLE_ROWS_MAX);
  return Array.from({ length: shown }, (_, at) => (isForward ? at : x.length - 1 - at));
}

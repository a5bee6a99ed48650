import type { Api } from './api.js';

/** The figures of `/metrics` by their samples. Throws where a line is none of the format. */
export async function readMetrics(api: Pick<Api, 'base'>): Promise<Map<string, number>> {
  const answer = await fetch(`${api.base}/metrics`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`no metrics: ${answer.status} ${text}`);
  return figuresIn(text);
}

const SAMPLE = /^([a-z_0-9]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})?) ([-+0-9.e]+)$/;
const COMMENT = /^# (HELP [a-z_0-9]+ .+|TYPE [a-z_0-9]+ (counter|gauge|histogram))$/;

/** The samples of a text in the format of Prometheus. */
function figuresIn(text: string): Map<string, number> {
  const figures = new Map<string, number>();
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [, sample = '', value] = SAMPLE.exec(line) ?? [];
    if (COMMENT.test(line)) continue;
    if (value === undefined || figures.has(sample)) throw new Error(`no sample: ${line}`);
    figures.set(sample, Number(value));
  }
  return figures;
}

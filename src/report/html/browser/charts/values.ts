/** Figures as people read them, on axes and in what is said of a point. */
import { formatCount, formatMs, formatRate, formatShare } from "../../../../result/format.ts";
import type { Axis } from "../../../figures/figure.ts";

/** A value with its unit: `12.3 ms`, `58,139/s`, `99.9 %`. */
export function formatValue(value: number, { unit, scale }: Axis): string {
  if (scale === "percentile") return formatPercentile(value);
  switch (unit) {
    case "ms":
      return value >= 0.01 || value === 0 ? `${formatMs(value)} ms` : `${digits(value)} ms`;
    case "perSecond":
      return `${formatRate(value)}/s`;
    case "seconds":
      return `${digits(value)} s`;
    case "share":
      return formatShare(value);
    case "count":
      return Number.isInteger(value) ? formatCount(value) : digits(value);
    case "none":
      return digits(value);
  }
}

/** A tick: as short as it can be, as the axis has the unit. */
export function formatTick(value: number, { unit, scale }: Axis): string {
  if (scale === "percentile") return formatPercentile(value);
  if (unit === "share") return formatShare(value);
  if (value >= 1e6) return `${digits(value / 1e6)}M`;
  if (value >= 1e4) return `${digits(value / 1e3)}k`;
  return digits(value);
}

/** The title of an axis, with the unit that its ticks leave out. */
export function titleOf({ label, unit }: Axis): string {
  return { ms: `${label} in ms`, perSecond: `${label} per second`, seconds: `${label} in s` }[
    unit as string
  ] ?? label;
}

function digits(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

/** As many digits as tell it from 100 %. */
function formatPercentile(share: number): string {
  const nines = Math.max(0, Math.floor(-Math.log10(1 - share) + 1e-9) - 1);
  return `${(share * 100).toLocaleString("en-US", { maximumFractionDigits: nines })} %`;
}

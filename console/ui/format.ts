/**
 * Numbers, times and money as people read them.
 *
 * @module
 */
import { timeZone } from "../app/account.ts";

const locale = navigator.language;

export function count(value: number): string {
  return value.toLocaleString(locale);
}

/** In the tenant's time zone; never broken into lines. */
export function moment(iso: string | null): string {
  if (!iso) return "–";
  const words = new Date(iso).toLocaleString(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: timeZone.value,
  });
  return words.replaceAll(/\s/g, "\u00a0");
}

export function percent(fraction: number | null): string {
  return fraction === null
    ? "–"
    : fraction.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
}

/** From a decimal string. */
export function money(amount: string | null, currency: string): string {
  if (amount === null) return "–";
  return Number(amount).toLocaleString(locale, { style: "currency", currency });
}

/** Rounded, for the axis of a chart. */
export function shortMoney(amount: number, currency: string): string {
  return amount.toLocaleString(locale, { style: "currency", currency, notation: "compact" });
}

/**
 * Revenue by day.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { daysBetween, firstDayOf, ranges } from "../../ui/days.ts";
import { Failure } from "../../ui/error.tsx";
import { Choice } from "../../ui/form.tsx";
import { count, money, shortMoney } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Series } from "../../ui/series.tsx";

export function Revenue() {
  const range = useSignal("30");
  const from = firstDayOf(Number(range.value));
  const { value, error, reload } = useLoad(async () => {
    const query = { from, group_by: "day" as const };
    const { periods, currency, ...answer } = dataOf(
      await client.GET("/analytics/v1/revenue", { params: { query } }),
    );
    const rows = new Map(periods.map((row) => [row.date, row]));
    const days = daysBetween(answer.from, answer.to);
    const revenue = days.map((day) => Number(rows.get(day)?.total_revenue ?? 0)); // for the drawing only
    const customers = days.map((day) => rows.get(day)?.unique_customers ?? 0);
    return {
      days,
      total: money(answer.total_revenue, currency),
      average: money(answer.avg_daily_revenue, currency),
      revenue: [{
        label: "Revenue",
        values: revenue,
        format: (sum: number) => money(`${sum}`, currency),
        short: (sum: number) => shortMoney(sum, currency),
      }],
      customers: [{ label: "Customers", values: customers, format: count }],
    };
  }, [from]);
  return (
    <section>
      <h2>Revenue by day</h2>
      <div class="row">
        <Choice
          label="Of the last"
          value={range.value}
          options={ranges}
          onChange={(days) => range.value = days}
        />
      </div>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <>
          <div class="halves">
            <Series label="Revenue by day" days={value.days} lines={value.revenue} />
            <Series label="Customers by day" days={value.days} lines={value.customers} />
          </div>
          <p class="muted">{value.total} in all, {value.average} a day</p>
        </>
      )}
    </section>
  );
}

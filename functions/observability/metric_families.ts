import type { Exemplar, Metrics, Total } from "./metrics_schema.ts";
import type { Family, Sample } from "./open_metrics.ts";

/** Upper bounds of the buckets in seconds, as `private.stat_totals.counts` has them. */
const bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"];

/** The metrics as OpenMetrics has them. */
export function familiesOf(found: Metrics): Family[] {
  const { requests, dependencies, caches, exemplars, queues, connections, ...gauges } = found;
  const ofRoute = ({ function: of, version, name }: Total) => ({ function: of, version, route: name });
  const ofDependency = ({ name }: Total) => ({ dependency: name });
  const status = (total: Total) => ({ status: total.status === 0 ? "none" : `${total.status}xx` });
  const oldest = queues.map(({ queue, oldest_due_seconds }) => one({ queue }, oldest_due_seconds ?? 0));
  return [
    counter(
      "frontline_requests",
      "Requests",
      requests.map((of) => one({ ...ofRoute(of), ...status(of) }, of.requests)),
    ),
    durations("frontline_request_duration", "Durations of requests", requests, ofRoute, exemplars),
    counter(
      "frontline_dependency_calls",
      "Calls to the database, Redis, sign-in and other hosts",
      dependencies.map((of) => one({ ...ofDependency(of), ...status(of) }, of.requests)),
    ),
    durations("frontline_dependency_duration", "Durations of these calls", dependencies, ofDependency),
    counter(
      "frontline_cache_lookups",
      "Looks into caches",
      caches.map((of) => one({ cache: of.name, result: of.status === 2 ? "hit" : "miss" }, of.requests)),
    ),
    gauge("frontline_queue_due", "Jobs due or running", queues.map(({ queue, due }) => one({ queue }, due))),
    gauge("frontline_queue_dead", "Dead jobs", queues.map(({ queue, dead }) => one({ queue }, dead))),
    { ...gauge("frontline_queue_oldest_due_seconds", "Age of the oldest due job", oldest), unit: "seconds" },
    gauge(
      "frontline_database_connections",
      "Connections of clients",
      connections.groups.map(({ connections, ...labels }) => one(labels, connections)),
    ),
    gauge("frontline_database_connections_limit", "max_connections", [one({}, connections.maximum)]),
    gauge("frontline_isolates", "Isolates that reported in the last minute", [one({}, gauges.isolates)]),
    gauge("frontline_alerts_firing", "The operator's alerts that fire", [one({}, gauges.alerts_firing)]),
  ];
}

function one(labels: Sample["labels"], value: number): Sample {
  return { labels, value };
}

function counter(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: "counter", samples: samples.map((sample) => ({ ...sample, suffix: "_total" })) };
}

function gauge(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: "gauge", samples };
}

/** A histogram over all statuses. */
function durations(
  base: string,
  help: string,
  totals: Total[],
  labelsOf: (total: Total) => Sample["labels"],
  exemplars: Exemplar[] = [],
): Family {
  const groups = Map.groupBy(totals, (total) => JSON.stringify(labelsOf(total)));
  const samples = [...groups.values()].flatMap((group) => histogram(group, labelsOf(group[0]!), exemplars));
  return { name: `${base}_seconds`, help, type: "histogram", unit: "seconds", samples };
}

function histogram(totals: Total[], labels: Sample["labels"], exemplars: Exemplar[]): Sample[] {
  const exemplar = exemplars.find((one) => one.function === labels.function && one.route === labels.route);
  const seconds = (exemplar?.duration_ms ?? 0) / 1000;
  const place = bounds.findIndex((bound) => bound === "+Inf" || seconds <= Number(bound));
  let upto = 0;
  const buckets = bounds.map((bound, slot): Sample => {
    upto += totals.reduce((sum, { counts }) => sum + (counts[slot] ?? 0), 0);
    const sample = { suffix: "_bucket" as const, labels: { ...labels, le: bound }, value: upto };
    if (exemplar === undefined || slot !== place) return sample;
    const of = { labels: { request_id: exemplar.request_id }, value: seconds, at: exemplar.at };
    return { ...sample, exemplar: of };
  });
  const total = totals.reduce((sum, { total_ms }) => sum + total_ms, 0) / 1000;
  return [...buckets, { suffix: "_count", labels, value: upto }, { suffix: "_sum", labels, value: total }];
}

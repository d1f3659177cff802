/** One line: a value with its labels, and for a bucket the request that it may be explained by. */
export interface Sample {
  suffix?: "" | "_total" | "_bucket" | "_count" | "_sum";
  labels: Record<string, string>;
  value: number;
  exemplar?: { labels: Record<string, string>; value: number; at: number };
}

/** The samples of one metric. */
export interface Family {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  unit?: string;
  samples: Sample[];
}

/** The families as OpenMetrics text 1.0. */
export function textOf(families: Family[]): string {
  return families.map(familyText).join("") + "# EOF\n";
}

function familyText({ name, help, type, unit, samples }: Family): string {
  const head = [
    `# TYPE ${name} ${type}`,
    ...unit ? [`# UNIT ${name} ${unit}`] : [],
    `# HELP ${name} ${help}`,
  ];
  return [...head, ...samples.map((sample) => sampleText(name, sample))].join("\n") + "\n";
}

function sampleText(name: string, { suffix = "", labels, value, exemplar }: Sample): string {
  const line = `${name}${suffix}${labelText(labels)} ${value}`;
  if (exemplar === undefined) return line;
  // All labels of an exemplar have at most 128 characters together.
  if (Object.entries(exemplar.labels).flat().join("").length > 128) return line;
  return `${line} # ${labelText(exemplar.labels)} ${exemplar.value} ${exemplar.at}`;
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

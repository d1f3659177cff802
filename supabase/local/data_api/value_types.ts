/**
 * How values of Postgres's types are read and written: as lite and PostgREST expect them.
 *
 * @module
 */

const json = (oid: number) => ({
  to: oid,
  from: [oid],
  // Lite has encoded already: a string here is JSON, not a value.
  serialize: (value: unknown) => typeof value === "string" ? value : JSON.stringify(value),
  parse: (value: string) => JSON.parse(value),
});
const timestamp = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => value,
  parse: (value: string) => value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"),
});
const text = (oid: number) => ({ to: oid, from: [oid], serialize: String, parse: (value: string) => value });
export const valueTypes = {
  // postgres.js's own goes through a Buffer, which takes Deno ten times as long.
  bytea: { to: 17, from: [], serialize: (bytes: Uint8Array) => `\\x${bytes.toHex()}`, parse: String },
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: text(1082),
  time: text(1083),
  timetz: text(1266),
  json: json(114),
  jsonb: json(3802),
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  timestamp: timestamp(1114),
  timestamptz: timestamp(1184),
};

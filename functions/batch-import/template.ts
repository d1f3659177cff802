import { csv } from "../../shared/read/error_file.ts";

const columns = [
  "external_id",
  "name",
  "organization",
  "product",
  "stage",
  "probability_percent",
  "amount",
  "currency",
  "expected_close_date",
  "deal_owner",
  "notes",
];

const examples = [
  [
    "OPP-1001",
    "Northwind Logistics: renewal",
    "Northwind Logistics",
    "Switchboard Cloud",
    "proposal",
    "60",
    "5482.00",
    "USD",
    "2026-12-31",
    "Keiko Tanaka",
    "Wants the early bird price",
  ],
  [
    "OPP-1002",
    "Café Lumière: pilot",
    "Café Lumière",
    "",
    "prospecting",
    "",
    "",
    "EUR",
    "",
    "Jonas Weber",
    "",
  ],
];

/** The header row that an import understands by itself, with two example rows. */
export const template = csv([columns, ...examples]);

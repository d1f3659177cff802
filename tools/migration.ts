/**
 * `npm run migration`: prints the baseline, the one migration that builds the database, from supabase/schemas.
 *
 * @module
 */
import { root } from "./command.ts";
import { joinedSchemas } from "./schemas.ts";

const path = "migrations/20261126000000_baseline.sql";
const header = '-- Generated from supabase/schemas by "npm run migration"; do not edit.\n\n';

await Deno.writeTextFile(`${root}/${path}`, header + await joinedSchemas());
console.log(`wrote ${path}`);

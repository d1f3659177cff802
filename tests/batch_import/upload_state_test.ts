import { assertEquals } from "#assert";
import { UploadState } from "../../functions/batch-import/upload_state.ts";

Deno.test("what is learnt of one upload is not known of the next", () => {
  const first = UploadState.parse({});
  first.survey.texts.amount = { point: "1.50" };
  first.survey.ids[0] = "00000000-0000-4000-8000-000000000001";
  first.facts.fractions.some = true;
  first.warnings.push("a warning");

  const next = UploadState.parse({});
  assertEquals(next.survey, { texts: {}, ids: {} });
  assertEquals(next.facts.fractions, { all: true, some: false });
  assertEquals(next.warnings, []);
});

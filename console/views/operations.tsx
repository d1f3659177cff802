/**
 * What went wrong, what is watched, and what one request caused.
 *
 * @module
 */
import { parameters } from "../app/router.ts";
import { Alerts } from "./operations/alerts.tsx";
import { ErrorGroups } from "./operations/errors.tsx";
import { Logs } from "./operations/logs.tsx";
import { Timeline } from "./operations/timeline.tsx";

export default function Operations() {
  const request = parameters.value.get("request");
  if (request) return <Timeline key={request} request={request} />;
  return (
    <>
      <ErrorGroups />
      <Alerts />
      <Logs />
    </>
  );
}

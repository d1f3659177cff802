/**
 * The operator's pages about the whole system, by the project's secret key.
 *
 * @module
 */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CallerContext } from "../app/caller.ts";
import { forget, isOperator, operate, operatorClient } from "../app/operator.ts";
import { addressOf, parameters, view } from "../app/router.ts";
import { Action } from "../ui/action.tsx";
import { Calls } from "../ui/calls.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Alerts } from "./operations/alerts.tsx";
import { ErrorGroups } from "./operations/errors.tsx";
import { Logs } from "./operations/logs.tsx";
import { Timeline } from "./operations/timeline.tsx";
import { Database } from "./operator/database.tsx";
import { Health } from "./operator/health.tsx";
import { Requests } from "./operator/requests.tsx";

const pages: [name: string, title: string, page: ComponentType][] = [
  ["operator", "Health", Health],
  ["operator-requests", "Requests", Requests],
  ["operator-errors", "Errors", ErrorGroups],
  ["operator-alerts", "Alerts", Alerts],
  ["operator-logs", "Log", Logs],
  ["operator-database", "Database", Database],
];

const caller = { client: operatorClient, can: () => true };

export default function Operator() {
  if (!isOperator.value) return <EnterKey />;
  return (
    <CallerContext.Provider value={caller}>
      <a class="skip" href="#main">Skip to the content</a>
      <header>
        <strong>Frontline, operator</strong>
        <a class="who" href={addressOf("overview")}>To the teams</a>
        <Action kind="quiet" run={() => Promise.resolve(forget())}>Forget the key</Action>
      </header>
      <nav aria-label="Views">
        <ul>
          {pages.map(([name, title]) => (
            <li key={name}>
              <a href={addressOf(name)} aria-current={view.value === name ? "page" : undefined}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Page />
    </CallerContext.Provider>
  );
}

function Page() {
  const [name, title, Shown] = pages.find(([name]) => name === view.value) ?? pages[0]!;
  const request = parameters.value.get("request");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Frontline, operator`;
    heading.current?.focus();
  }, [title]);
  return (
    <main id="main">
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      {request ? <Timeline key={request} request={request} /> : <Shown key={name} />}
      <Calls />
    </main>
  );
}

function EnterKey() {
  useEffect(() => {
    document.title = "Operator · Frontline";
  }, []);
  return (
    <main class="narrow">
      <h1>Operator</h1>
      <p class="muted">
        The project's secret key shows the whole system. It stays in this page's memory and is gone after a
        reload.
      </p>
      <Form submit={({ key = "" }) => operate(key.trim())} label="Show the system">
        <Field label="Secret key" name="key" type="password" autocomplete="off" required />
      </Form>
      <a href={addressOf("overview")}>Sign in as a person</a>
    </main>
  );
}

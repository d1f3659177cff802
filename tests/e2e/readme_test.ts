/**
 * README.md and docs/ do what they say: each command in them runs, and each answer they show has the real
 * shape.
 * tests/deploy runs the production page.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { readLimits } from "../../supabase/local/functions/limits.ts";
import { childEnvironment, command, root, supabase, toolsDeno } from "../../tools/command.ts";
import { stack } from "../support/env.ts";

const pages = [
  "README.md",
  "docs/calling.md",
  "docs/webhooks.md",
  "docs/architecture.md",
  "docs/development.md",
  "docs/numbers.md",
];
const texts = await Promise.all(pages.map((page) => Deno.readTextFile(`${root}/${page}`)));
const readme = texts.join("\n");
/** `npm run status` does not know the test's stack. */
const ignore = Deno.env.get("STACK") === "supabase";

/** The fenced blocks in a language, in their order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map((match) =>
    match[1] ?? ""
  );
}

const shell = blocks("sh");
const signIn = shell.find((block) => block.includes("TOKEN=$(")) ?? "";
const calls = shell.filter((block) => block.startsWith("curl"));

/** Commands that stand alone, in blocks and in the text. */
const commands = [
  ...shell.filter((block) => block !== signIn && !calls.includes(block)).flatMap((block) =>
    block.split("\n")
  ),
  ...[...readme.replaceAll(/^```.*?^```$/gms, "").matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? ""),
].map((line) => line.replace(/ +# .*$/, "").trim()).filter((line) =>
  /^(\w+=\S+ )?(npm|npx|echo|git|cd) /.test(line)
);

interface Ran {
  success: boolean;
  text: string;
}

async function bash(script: string, environment: Record<string, string> = {}): Promise<Ran> {
  const child = new Deno.Command("bash", {
    args: ["-euo", "pipefail", "-c", script],
    cwd: root,
    clearEnv: true,
    env: {
      ...childEnvironment,
      PATH: Deno.env.get("PATH") ?? "",
      HOME: Deno.env.get("HOME") ?? "",
      STACK_DIR: stack.directory,
      STACK_PORT: String(stack.port),
      ...environment,
    },
    stdin: "null",
  });
  const { success, stdout, stderr } = await child.output();
  return {
    success,
    text: new TextDecoder().decode(stdout) + (success ? "" : new TextDecoder().decode(stderr)),
  };
}

/** Runs the command in a folder without a stack. */
async function withoutStack(script: string): Promise<Ran> {
  const folder = await Deno.makeTempDir({ prefix: "frontline-readme-" });
  try {
    return await bash(script, { STACK_DIR: folder });
  } finally {
    await Deno.remove(folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // reset removes it
    });
  }
}

/** How to check commands that cannot simply run here. */
const proofs: [pattern: RegExp, proof: (line: string) => Promise<void>][] = [
  // start_test.ts runs `npm start`, and `npm test` runs this.
  [/^(STACK=supabase )?npm (start|test)( -- \S+)*$/, () => Promise.resolve()],
  [/^npm run status$/, async (line) => assertStringIncludes((await bash(line)).text, "FUNCTIONS_URL=")],
  [
    /^npm run stop$/,
    async (line) => assertStringIncludes((await withoutStack(line)).text, "no stack was running"),
  ],
  [/^npm run reset$/, async (line) => assertStringIncludes((await withoutStack(line)).text, "emptied")],
  [/^npm run bench( -- \w+)?$/, async (line) => {
    const { success, text } = await bash("npm run --silent bench -- unknown");
    assertEquals(success, false);
    assertStringIncludes(text, line.split(" -- ")[1] ?? "there are:");
  }],
  [/^npm run docs/, async () => {
    const folder = await Deno.makeTempDir({ prefix: "frontline-docs-" });
    try {
      const { success, text } = await bash(
        `npm run --silent docs -- https://example.test/functions/v1 ${folder}`,
      );
      assert(success, text);
      assertStringIncludes(text, "index.html");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }],
  [/^FUNCTION_LIMITS=off npm start$/, () => {
    assertEquals(readLimits("off"), undefined);
    return Promise.resolve();
  }],
  // A gate test runs each of these.
  [/^npm run catalog /, async () => {
    const { success, text } = await bash(
      `npm run --silent catalog -- ${stack.databaseUrl} ${stack.databaseUrl}`,
    );
    assert(success, text);
    const fingerprints = text.trim().split("\n").map((line) => line.replace(/^.*?: /, ""));
    assertEquals(fingerprints.length, 2, text); // a database does not differ from itself
    assertEquals(fingerprints[0], fingerprints[1]);
  }],
  [
    /^npm run (types|openapi|isolation|migration|drill|manifest|status-page|restore-tenant)( -- .+)?$/,
    async (line) => {
      const { scripts } = JSON.parse(await Deno.readTextFile(`${root}/package.json`));
      assert((line.split(" ")[2] ?? "") in scripts, line);
    },
  ],
  // These need an account: check that the CLI knows the command and its flags. deploy_test.ts deploys.
  [/^npx supabase /, async (line) => {
    const words = line.split(" ").slice(2);
    const flags = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
    const names = words.slice(0, words.findIndex((word) => /^(--|<)/.test(word)) >>> 0);
    const { success, text } = await command(supabase, [...names, "--help"]);
    assert(success, text);
    for (const flag of flags) assertStringIncludes(text, flag, line);
  }],
  [/^echo "\w+:\$\(openssl rand -base64 32\)"$/, async (line) => {
    assertMatch((await bash(line)).text, /^\w+:[A-Za-z0-9+/]{43}=\n$/);
  }],
];

Deno.test({
  name: "each command in the documentation works",
  ignore,
  fn: async (t) => {
    assert(commands.length > 5, commands.join("\n"));
    for (const line of new Set(commands)) {
      await t.step(line, async () => {
        const proof = proofs.find(([pattern]) => pattern.test(line));
        assert(proof, `nothing here shows that this command works: ${line}`);
        await proof[1](line);
      });
    }
  },
});

Deno.test({
  name: "each curl in the documentation works, and the answer it shows has the real shape",
  ignore,
  fn: async (t) => {
    const file = await Deno.makeTempFile({ suffix: ".csv" });
    const row = "1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054";
    const header = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value";
    await Deno.writeTextFile(file, `${header}\n${row}\n`);
    try {
      for (const [index, call] of calls.entries()) {
        await t.step(call.split("\n")[0] ?? "", async () => {
          const { success, text } = await bash(`${signIn}\n${call.replaceAll(/@\w+\.csv/g, `@${file}`)}`);
          assert(success, text);
          const answer = JSON.parse(text);
          assert(answer.error === undefined, text);
          if (index === 0) assertEquals(shape(answer), shape(JSON.parse(blocks("json")[0] ?? "")), text);
          else if (call.includes("/analyse")) assertEquals(answer.data.mapping.deal_stage, "stage", text);
          else assertEquals(answer.data.status, "completed", text);
        });
      }
    } finally {
      await Deno.remove(file);
    }
  },
});

Deno.test({
  name: "the supabase-js program in the documentation works",
  ignore,
  fn: async () => {
    const [program = ""] = blocks("ts");
    const file = await Deno.makeTempFile({ dir: `${root}/tests/e2e`, prefix: ".readme-", suffix: ".ts" });
    try {
      const here = program.replace(/http:\/\/127\.0\.0\.1:\d+/, stack.url).replace(
        /sb_publishable_\w+/,
        stack.publishableKey,
      );
      // Refreshing the session would keep the process alive.
      const end = "console.log(JSON.stringify({ data, error }));\nDeno.exit(0);\n";
      await Deno.writeTextFile(file, here + end);
      const { success, stdout, text } = await command(toolsDeno, ["run", "-A", "--no-check", file]);
      assert(success, text);
      const { data, error } = JSON.parse(stdout);
      assertEquals(error, null, stdout);
      assertEquals(data.data.status, "completed");
    } finally {
      await Deno.remove(file);
    }
  },
});

/** The shape of a JSON value. A list has the shape of its first entry. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, inner]) => [name, shape(inner)]),
  );
}

Deno.test("each link between the documentation's pages leads somewhere", async () => {
  for (const page of [...pages, "docs/production.md", "docs/parity.md"]) {
    const text = await Deno.readTextFile(`${root}/${page}`);
    for (const [, target = ""] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      const path = new URL(target, `file://${root}/${page}`);
      assert(
        await Deno.stat(path).then(() => true, () => false),
        `${page} links to ${target}, which does not exist`,
      );
    }
  }
});

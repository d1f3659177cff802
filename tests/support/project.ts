/**
 * A Supabase project that tests can take apart: sign-in keys, Data API and Redis are one server on loopback whose
 * parts answer, fail or hang as a test wants. What the real ones do is tested through the functions.
 *
 * @module
 */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { useEnv } from "../../shared/data/env.ts";
import { Unanswered } from "../fixtures/hanging.ts";

type Answer = (request: Request) => Response | Promise<Response>;

/** What the project's parts do. A test replaces them. */
export interface Parts {
  jwks: Answer;
  rest: Answer;
  redis: Answer;
}

export interface Project extends AsyncDisposable {
  url: string;
  parts: Parts;
  /** How often each part was asked. */
  asked: Record<keyof Parts, number>;
  /** An access token as Supabase Auth makes them, with other claims where given. */
  token(claims?: JWTPayload): Promise<string>;
  /** A token signed with a key that the project does not know. */
  forge(claims?: JWTPayload): Promise<string>;
}

export const keys = { publishable: "sb_publishable_test", secret: "sb_secret_test" };
export const userId = "00000000-0000-4000-8000-00000000000a";
export const clientId = "00000000-0000-4000-8000-0000000000c1";

let unanswered = new Unanswered();
/** Accepts every request and never answers, until the project is disposed of. */
export const hang: Answer = () => unanswered.answer();

/** Starts a project and makes `shared/` of this test file use it. */
export async function startProject(variables: Record<string, string> = {}): Promise<Project> {
  const key = await generateKeyPair("ES256");
  const other = await generateKeyPair("ES256");
  const jwk = { ...await exportJWK(key.publicKey), kid: "current", alg: "ES256", use: "sig" };
  const parts: Parts = {
    jwks: () => Response.json({ keys: [jwk] }),
    rest: () => Response.json(null),
    redis: () => Response.json({ result: [100, Date.now() + 100, 120] }),
  };
  const asked = { jwks: 0, rest: 0, redis: 0 };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    const part = pathname.startsWith("/auth/") ? "jwks" : pathname.startsWith("/rest/") ? "rest" : "redis";
    asked[part]++;
    return parts[part](request);
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  useEnv({
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    TELEMETRY: "off",
    ...variables,
  });

  const sign = (claims: JWTPayload, privateKey: CryptoKey) =>
    new SignJWT({
      sub: userId,
      aud: "authenticated",
      role: "authenticated",
      exp: Math.floor(Date.now() / 1000) + 3600,
      app_metadata: { client_id: clientId, role: "member" },
      ...claims,
    }).setProtectedHeader({ alg: "ES256", kid: "current" }).sign(privateKey);
  return {
    url,
    parts,
    asked,
    token: (claims = {}) => sign(claims, key.privateKey),
    forge: (claims = {}) => sign(claims, other.privateKey),
    async [Symbol.asyncDispose]() {
      unanswered.letGo();
      unanswered = new Unanswered();
      await server.shutdown();
    },
  };
}

/** The JSON lines that were logged while `work` ran. */
export async function logged(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const write = console.log;
  console.log = (line: string) => lines.push(JSON.parse(line));
  try {
    await work();
  } finally {
    console.log = write;
  }
  return lines;
}

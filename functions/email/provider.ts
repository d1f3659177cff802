import { z } from "zod";
import type { EmailEnv } from "./env.ts";
import type { Rendered } from "./render.ts";

/** A mail as it goes to a provider. */
export interface Mail extends Rendered {
  /** Comes back in the provider's events, and is the idempotency key. */
  id: string;
  to: string;
  /** Such as List-Unsubscribe. */
  headers: Record<string, string>;
}

/** A request to a provider's API. */
export interface ProviderRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What a provider's answer says. */
export interface Verdict {
  /**
   * taken: it has the mail. refused: it certainly has not. unknown: it may have it. limited: it asks for fewer requests,
   * which is no attempt.
   */
  status: "taken" | "refused" | "unknown" | "limited";
  provider_id?: string;
  error?: string;
  /** Whether no attempt will end better, because of the mail itself. */
  isFinal?: boolean;
}

/** A provider that mails can go through. */
export interface Provider {
  name: EmailEnv["EMAIL_PROVIDERS"][number];
  /** Whether it takes the same Idempotency-Key only once. */
  knowsKeys: boolean;
  request(mail: Mail, env: EmailEnv): ProviderRequest;
  /** `body` is the answer's JSON, or undefined. */
  judge(status: number, headers: Headers, body: unknown): Verdict;
}

const Problem = z.object({
  name: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** What a status says where a provider has no rule of its own. */
export function judgeStatus(status: number, body: unknown): Verdict {
  const { name, message, errors } = Problem.safeParse(body).data ?? {};
  const error = `It answered ${status}${reason(name, message ?? errors?.[0]?.message)}`;
  if (status >= 200 && status < 300) return { status: "taken" };
  if (status === 429) return { status: "limited", error };
  return { status: "refused", error, isFinal: status === 400 || status === 413 || status === 422 };
}

function reason(name?: string, message?: string): string {
  const words = [name, message].filter((word) => word !== undefined).join(": ");
  return words === "" ? "" : `: ${words.slice(0, 300)}`;
}

/** The domain in the form that DNS has; undefined for one that cannot exist. */
export function asciiAddress(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const url = URL.parse(`http://${address.slice(at + 1)}`);
  return url && url.hostname !== "" && url.pathname === "/"
    ? `${address.slice(0, at)}@${url.hostname}`
    : undefined;
}

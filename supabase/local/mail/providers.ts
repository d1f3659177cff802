/**
 * The requests and answers of the two providers' APIs.
 *
 * @module
 */
import { z } from "zod";
import type { KeptMail, Reply } from "./box.ts";

const Headers = z.record(z.string(), z.string()).default({});
const line = z.string().regex(/^[^\r\n]*$/, "must be one line");

const ResendMail = z.object({
  from: line.min(1),
  to: z.array(z.email()).min(1).max(50),
  subject: line.min(1),
  html: z.string(),
  text: z.string().default(""),
  headers: Headers,
  tags: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

const SendGridMail = z.object({
  personalizations: z.array(z.object({
    to: z.array(z.object({ email: z.email() })).min(1),
    custom_args: z.record(z.string(), z.string()).default({}),
  })).length(1),
  from: z.object({ email: z.email(), name: line.optional() }),
  subject: line.min(1),
  content: z.array(z.object({ type: z.string(), value: z.string().min(1) })).min(1),
  headers: Headers,
});

/** What a request says of the mail. */
export type Content = Omit<KeptMail, "id" | "at" | "key" | "provider">;

/** A provider as the stand-in plays it. */
export interface PlayedProvider {
  read(body: unknown): { success: true; data: Content } | { success: false; reply: Reply };
  taken(id: string): Reply;
  refused(status: number, message: string): Reply;
}

function resendProblem(statusCode: number, message: string): Reply {
  return { status: statusCode, body: { statusCode, name: "error", message } };
}

function sendgridProblem(status: number, message: string): Reply {
  return { status, body: { errors: [{ message, field: null, help: null }] } };
}

/** By the name in their path. */
export const playedProviders: Record<KeptMail["provider"], PlayedProvider> = {
  resend: {
    read(body) {
      const mail = ResendMail.safeParse(body);
      if (!mail.success) return { success: false, reply: resendProblem(422, z.prettifyError(mail.error)) };
      const { tags, to, ...data } = mail.data;
      const messageId = tags.find(({ name }) => name === "message_id")?.value ?? "";
      return { success: true, data: { ...data, to: to[0]!.toLowerCase(), messageId } };
    },
    taken: (id) => ({ status: 200, body: { id } }),
    refused: resendProblem,
  },
  sendgrid: {
    read(body) {
      const mail = SendGridMail.safeParse(body);
      if (!mail.success) return { success: false, reply: sendgridProblem(400, z.prettifyError(mail.error)) };
      const { personalizations: [person], from, subject, content, headers } = mail.data;
      const part = (type: string) => content.find((one) => one.type === type)?.value ?? "";
      const data = {
        from: from.name ? `${from.name} <${from.email}>` : from.email,
        to: person!.to[0]!.email.toLowerCase(),
        subject,
        headers,
        html: part("text/html"),
        text: part("text/plain"),
        messageId: person!.custom_args.message_id ?? "",
      };
      return { success: true, data };
    },
    taken: (id) => ({ status: 202, headers: { "x-message-id": id } }),
    refused: sendgridProblem,
  },
};

import { z } from "zod";
import { judgeStatus, type Provider } from "./provider.ts";

const Taken = z.object({ id: z.string() });
const Conflict = z.object({ name: z.string() });

/** https://resend.com/docs/api-reference/emails/send-email. Keys are kept for 24 hours. */
export const resend: Provider = {
  name: "resend",
  knowsKeys: true,
  request(mail, env) {
    const { id, to, subject, html, text, headers } = mail;
    const tags = [{ name: "message_id", value: id }];
    return {
      url: `${env.RESEND_API_URL}/emails`,
      headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "idempotency-key": id },
      body: JSON.stringify({ from: env.EMAIL_FROM, to: [to], subject, html, text, headers, tags }),
    };
  },
  judge(status, _headers, body) {
    const provider_id = Taken.safeParse(body).data?.id;
    if (status === 409) {
      // The key was used with other content: the template changed since, and the first mail was taken.
      const isTaken = Conflict.safeParse(body).data?.name === "invalid_idempotent_request";
      return isTaken
        ? { status: "taken" }
        : { status: "unknown", error: "The same mail is being sent already" };
    }
    return { ...judgeStatus(status, body), ...provider_id === undefined ? {} : { provider_id } };
  },
};

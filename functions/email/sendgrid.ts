import { judgeStatus, type Provider } from "./provider.ts";

/**
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send. It has no idempotency keys, so after an unclear end we
 * wait for its events before we ask again. The header is sent for proxies that know it.
 */
export const sendgrid: Provider = {
  name: "sendgrid",
  knowsKeys: false,
  request(mail, env) {
    const { id, to, subject, html, text, headers } = mail;
    return {
      url: `${env.SENDGRID_API_URL}/v3/mail/send`,
      headers: { authorization: `Bearer ${env.SENDGRID_API_KEY}`, "idempotency-key": id },
      body: JSON.stringify({
        personalizations: [{ to: [{ email: to }], custom_args: { message_id: id } }],
        from: sender(env.EMAIL_FROM),
        subject,
        content: [{ type: "text/plain", value: text }, { type: "text/html", value: html }],
        ...Object.keys(headers).length === 0 ? {} : { headers },
        tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
      }),
    };
  },
  judge(status, headers, body) {
    const provider_id = headers.get("x-message-id");
    return { ...judgeStatus(status, body), ...provider_id === null ? {} : { provider_id } };
  },
};

function sender(from: string): { email: string; name?: string } {
  const [, name, email] = from.match(/^\s*"?(.*?)"?\s*<([^<>]+)>\s*$/) ?? [];
  return email === undefined ? { email: from.trim() } : { email, ...name ? { name } : {} };
}

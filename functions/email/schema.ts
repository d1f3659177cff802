import { z } from "@hono/zod-openapi";
import { shortText, storableText } from "../../shared/input/text.ts";
import { day } from "../../shared/input/time.ts";
import { messageStatuses } from "./message_statuses.ts";
import { asciiAddress } from "./provider.ts";
import { templateNames } from "./templates/mod.ts";

const time = () => z.string().openapi({ format: "date-time" });

export const TemplateName = z.enum(templateNames).openapi({ example: "team_invitation" });
export const MessageId = z.object({ message: z.guid() });
export const MessageStatus = z.enum(messageStatuses);

const plain = /^[^\s\p{Cc}<>,;:"()@\\[\]]{1,64}@[^\s\p{Cc}<>,;:"()@\\[\]]+$/u;

/** One address. A domain in another script becomes the form that DNS has. */
export const Address = storableText().max(254).overwrite((text) => text.trim()).refine(
  (text) => plain.test(text) && asciiAddress(text) !== undefined,
  "must be one plain e-mail address, without name, quotes or brackets",
).overwrite((text) => asciiAddress(text)?.toLowerCase() ?? text).openapi({ example: "grace@initech.test" });

export const Locale = z.string().max(30).regex(
  /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/,
  "must be a language tag, such as en or de-AT",
).default("en").openapi({
  description: "English if the template is not written in the language",
  example: "de",
});

export const Variables = z.record(z.string().max(50), z.union([storableText().max(2000), z.number()]))
  .openapi({
    description:
      "A value for each of the template's variables. `url` is a link, or a path below the app's address",
    example: { tenant: "Initech", url: "/start" },
  });

export const NewMessage = z.strictObject({
  template: TemplateName,
  to: Address,
  variables: Variables.default({}),
  locale: Locale,
}).openapi("NewEmail", {
  example: {
    template: "welcome",
    to: "grace@initech.test",
    variables: { tenant: "Initech", url: "/start" },
    locale: "en",
  },
});

export const Message = z.object({
  id: z.guid(),
  template: TemplateName,
  to: z.string(),
  locale: z.string(),
  status: MessageStatus,
  provider: z.string().nullable().openapi({
    description: "Which provider was asked last",
    example: "resend",
  }),
  error: z.string().nullable().openapi({ description: "Why it failed, or waits for another attempt" }),
  request_id: z.string().nullable(),
  created_by: z.guid().nullable().openapi({ description: "A user or API key; null for mails that we send" }),
  created_at: time(),
  sent_at: time().nullable(),
}).openapi("Email");

const Attempt = z.object({
  provider: z.string(),
  status: z.enum(["taken", "refused", "unknown"]).openapi({
    description: "unknown: it may have the mail, so no other provider is asked",
  }),
  status_code: z.int().nullable(),
  duration_ms: z.int(),
  error: z.string().nullable(),
  attempted_at: time(),
}).openapi("EmailAttempt");

const Event = z.object({
  type: z.enum([
    "sent",
    "delivered",
    "delayed",
    "bounced",
    "complained",
    "failed",
    "opened",
    "clicked",
    "unsubscribed",
  ]),
  source: z.string().openapi({ description: "The provider, or `link` for what a link of the mail did" }),
  occurred_at: time(),
  received_at: time(),
  machine: z.boolean().nullable().openapi({ description: "Whether a program opened or clicked" }),
  reason: z.string().nullable(),
  url: z.string().nullable(),
}).openapi("EmailEvent");

export const MessageDetails = Message.extend({
  attempts: z.array(Attempt),
  events: z.array(Event),
}).openapi("EmailDetails");

export const MessageFilters = z.object({
  status: MessageStatus.optional(),
  template: TemplateName.optional(),
  to: Address.optional(),
});

export const NewSuppression = z.strictObject({
  email: Address,
  reason: shortText(200).default("manual").openapi({ example: "asked by telephone" }),
}).openapi("NewEmailSuppression");

export const Suppression = z.object({
  email: z.string(),
  reason: z.string().openapi({
    description: "`bounce`, `complaint` or `unsubscribe` if a mail led to it, otherwise what was sent",
    example: "bounce",
  }),
  message_id: z.guid().nullable().openapi({ description: "The mail that was the reason" }),
  created_by: z.guid().nullable(),
  created_at: time(),
}).openapi("EmailSuppression");

const Source = z.enum(["default", "tenant"]);

export const TemplateSummary = z.object({
  name: TemplateName,
  variables: z.array(z.string()),
  source: Source,
}).openapi("EmailTemplateSummary");

export const Template = z.object({
  name: TemplateName,
  subject: z.string(),
  html: z.string(),
  text: z.string().nullable().openapi({ description: "Null: made from the HTML" }),
  variables: z.array(z.string()).openapi({ description: "Each needs a value" }),
  source: Source,
}).openapi("EmailTemplate");

const body = (longest: number) => storableText().min(1).max(longest);

export const OwnTemplate = z.strictObject({
  subject: body(200).openapi({ example: "Welcome to {{tenant}}" }),
  html: body(100_000).openapi({ example: '<h1>Welcome</h1><p><a href="{{url}}">Begin</a></p>' }),
  text: body(100_000).nullish(),
}).openapi("OwnEmailTemplate");

export const PreviewRequest = z.strictObject({
  variables: Variables.default({}),
  locale: Locale,
  subject: body(200).optional(),
  html: body(100_000).optional().openapi({ description: "Words to try before they are saved" }),
  text: body(100_000).optional(),
}).openapi("EmailPreviewRequest", {
  example: { variables: { tenant: "Initech", url: "/start" }, locale: "en" },
});

export const Preview = z.object({ subject: z.string(), html: z.string(), text: z.string() }).openapi(
  "EmailPreview",
);

const count = (description: string) => z.int().openapi({ description });
const rate = () => z.number().nullable();

export const EmailMetrics = z.object({
  day: z.string().optional(),
  template: TemplateName.optional(),
  sent: count("Taken by a provider"),
  delivered: count("Reached the recipient's server"),
  bounced: count("Refused by the recipient's server"),
  complained: count("Marked as spam"),
  failed: count("No provider took them"),
  suppressed: count("Not sent, because the address is suppressed"),
  opened: count("Opened by people, or clicked"),
  clicked: count("Clicked by people"),
  machine: count("Opened or clicked by programs, such as scanners"),
  delivery_rate: rate(),
  bounce_rate: rate(),
  complaint_rate: rate(),
  open_rate: rate(),
  click_rate: rate(),
}).openapi("EmailMetrics");

export const MetricsQuery = z.object({
  from: day().optional().openapi({
    description: "First day in the tenant's time zone; 29 days before `to` by default",
  }),
  to: day().optional().openapi({ description: "Last day, included; defaults to today" }),
  group_by: z.enum(["day", "template"]).default("day"),
});

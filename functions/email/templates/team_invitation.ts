import { letter, type Template } from "./parts.ts";

export const teamInvitation: Template = {
  en: {
    subject: "{{inviter}} invites you to {{tenant}}",
    body: letter(
      "Join {{tenant}}",
      ["{{inviter}} invites you to join {{tenant}} as {{role}}."],
      "Accept the invitation",
      "The link works once. If you do not know the sender, ignore this mail.",
    ),
  },
  de: {
    subject: "{{inviter}} lädt Sie zu {{tenant}} ein",
    body: letter(
      "{{tenant}} beitreten",
      ["{{inviter}} lädt Sie ein, {{tenant}} beizutreten. Ihre Rolle: {{role}}."],
      "Einladung annehmen",
      "Der Link gilt einmal. Wenn Sie den Absender nicht kennen, ignorieren Sie diese E-Mail.",
    ),
  },
};

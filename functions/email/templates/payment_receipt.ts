import { letter, table, type Template } from "./parts.ts";

export const paymentReceipt: Template = {
  en: {
    subject: "Receipt {{number}} from {{tenant}}",
    body: letter(
      "Thank you for your payment",
      [table([["Receipt", "{{number}}"], ["Date", "{{date}}"], ["For", "{{description}}"], [
        "Amount",
        "{{amount}}",
      ]])],
      "View the receipt",
    ),
  },
  de: {
    subject: "Beleg {{number}} von {{tenant}}",
    body: letter(
      "Vielen Dank für Ihre Zahlung",
      [table([["Beleg", "{{number}}"], ["Datum", "{{date}}"], ["Für", "{{description}}"], [
        "Betrag",
        "{{amount}}",
      ]])],
      "Beleg ansehen",
    ),
  },
};

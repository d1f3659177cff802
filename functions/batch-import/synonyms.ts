import type { Field } from "./opportunity.ts";

/** What other systems and languages call the fields of an opportunity; between commas. */
export interface Names {
  /** Names that mean the field in every export. */
  sure?: string[];
  /** Names that mean it unless another column fits better. */
  likely?: string[];
}

/** Words that say "opportunity" or join other words: they do not tell one column from another. */
export const fillers = new Set(
  ("deal deals opportunity opportunities opp opps the of in for a an " +
    "verkaufschance verkaufschancen der die das des von " +
    "oportunidad oportunidades trato negocio de del la el los las " +
    "opportunite affaire du le les l d da do das dos oportunidade " +
    "opportunita trattativa il della di van het verkoopkans szansa " +
    "сделки сделка сделке firsat lead leads").split(" "),
);

/** Words that qualify a name: without them it is less certain. */
export const qualifiers = new Set(
  ("estimated est expected forecast projected planned current total main primary sales crm box item " +
    "geschatzter geschatzte geschatztes erwarteter erwartete erwartetes geplanter geplantes voraussichtliches " +
    "estime estimee prevu prevue attendu estimado estimada esperado esperada previsto prevista unico actual " +
    "stimato stimata geschatte verwachte huidige oczekiwana przewidywana ожидаемая плановая предполагаемая")
    .split(" "),
);

/** By field, the most telling languages first. */
export const synonyms: { [field in Field]?: Names } = {
  external_id: {
    sure: [
      "record id, opportunity id, deal id, external id, opportunity number, deal number, crm id, unique id",
      "opportunityid, recordid, (do not modify) opportunity, (nicht ändern) verkaufschance",
      "datensatz id, externe id, opportunity nummer",
      "id externe, identifiant externe, id de registro, id externo, id del registro, id do registro, id esterno",
      "ид сделки, внешний код, номер сделки, id сделки, 案件id, 商談id",
    ],
    likely: [
      "id, key, number, reference, ref, referentie, identifiant, identificador, identificativo, nummer, numéro, número, referencia, référence, ид, номер, no",
    ],
  },
  name: {
    sure: [
      "opportunity name, deal name, deal title, opportunity title, topic",
      "opportunityname, verkaufschancenname, deal titel, thema",
      "nom de l'opportunité, nom de l'affaire, titre de l'affaire",
      "nombre de la oportunidad, nombre del trato, nombre de trato, título del trato, nombre del negocio",
      "nome do negócio, nome da oportunidade, título do negócio, nome opportunità, nome trattativa",
      "naam verkoopkans, dealnaam, nazwa szansy, nazwa deala, название сделки, наименование сделки",
      "fırsat adı, 案件名, 商談名, 取引名, 商机名称",
    ],
    likely: [
      "name, title, subject, titel, betreff, bezeichnung, titre, objet, nom, nombre, título, asunto, nome",
      "titolo, oggetto, naam, onderwerp, nazwa, tytuł, название, наименование, тема, ad, 件名, 名称",
    ],
  },
  organization: {
    sure: [
      "account name, company name, organization, organisation, organization name, organisation name, company",
      "associated company, potential customer, customer name, client name, primary company, account company",
      "accountname, firma, firmenname, unternehmen, zugehöriges unternehmen, potenzieller kunde, kundenname",
      "entreprise, nom de l'entreprise, société, nom du compte, nom du client, raison sociale",
      "empresa, nombre de la empresa, nombre de cuenta, nombre de la cuenta, organización, compañía",
      "nome da empresa, organização, nome da conta, nome do cliente, azienda, nome azienda, società",
      "bedrijf, bedrijfsnaam, organisatie, nazwa firmy, organizacja, компания, название компании, организация",
      "şirket, şirket adı, 会社名, 取引先名, 企業名, 客户名称, 公司",
    ],
    likely: [
      "account, customer, client, customerid name, lead name, party, kunde, konto, compte, client",
      "cliente, cuenta, conta, klant, klient, клиент, контрагент, müşteri, 顧客, 取引先, 客户",
    ],
  },
  principal: {
    sure: ["principal, principal name, prinzipal, auftraggeber, mandante, mandant"],
    likely: ["manufacturer, supplier, hersteller, lieferant, fabricant, fournisseur, fabricante, proveedor"],
  },
  product: {
    sure: [
      "product, product name, produkt, produktname, produit, nom du produit, producto, nombre del producto",
      "produto, nome do produto, prodotto, nome prodotto, productnaam, nazwa produktu, товар, продукт, ürün",
      "製品, 製品名, 商品名, 产品",
    ],
    likely: [
      "products, item, article, service, artikel, produkte, produits, productos, produtos, товары, 商品",
    ],
  },
  stage: {
    sure: [
      "stage, sales stage, stage name, deal stage, opportunity stage, pipeline stage, current pipeline stage",
      "pipeline phase, pipelinephase, stepname, milestone, phase, phase name, verkaufsphase, deal phase, stufe",
      "étape, étape du pipeline, phase de vente, fase, fase de ventas, etapa, etapa del pipeline",
      "etapa do funil, estágio, fase di vendita, verkoopfase, etap, etap sprzedaży, стадия, стадия сделки",
      "этап, этап сделки, aşama, フェーズ, ステージ, 商談フェーズ, 阶段",
    ],
    likely: ["status, status label, state, estado, statut, stato, stan, статус, durum, ステータス, 状态"],
  },
  probability_percent: {
    sure: [
      "probability, probability (%), win probability, close probability, deal probability, likelihood, win %",
      "closeprobability, win likelihood, confidence, wahrscheinlichkeit, wahrscheinlichkeit (%)",
      "abschlusswahrscheinlichkeit, probabilité, probabilité (%), probabilidad, probabilidad (%)",
      "probabilidad de cierre, probabilidade, probabilidade (%), probabilità, probabilità (%)",
      "waarschijnlijkheid, slagingskans, prawdopodobieństwo, вероятность, olasılık, 確度, 可能性",
    ],
    likely: ["chance, chances, kans, slaagkans, forecast probability, win rate, likelihood to close"],
  },
  amount: {
    sure: [
      "amount, deal amount, opportunity amount, deal value, opportunity value, est. revenue, total amount",
      "estimated revenue, estimatedvalue, estimated value, betrag, wert, gesch. umsatz, geschätzter umsatz, umsatz",
      "montant, montant de l'affaire, importe, monto, monto del trato, valor del trato, cantidad",
      "valor do negócio, valor da oportunidade, importo, valore, bedrag, waarde, kwota, wartość, сумма",
      "сумма сделки, бюджет, tutar, 金額, 商談金額, 金额",
    ],
    likely: [
      "value, total, likely, expected revenue, revenue, price, budget, valor, valeur, revenu espéré",
      "revenu attendu, projected revenue high, erwarteter umsatz, ingresos esperados, предполагаемая сумма",
      "sale, deal size, contract value, acv, tcv, potential value, expected value, close value, стоимость",
    ],
  },
  currency: {
    sure: [
      "currency, currency code, deal currency, amount currency, currency of value, value currency, iso currency",
      "currency iso code, transactioncurrencyid isocurrencycode, currencyisocode, bid currency",
      "währung, betrag (währung), betrag währung, währung von wert, devise, moneda, divisa, moeda, valuta",
      "waluta, валюта, para birimi, 通貨, 货币",
    ],
  },
  expected_close_date: {
    sure: [
      "close date, closing date, expected close date, estimated close date, est. close date, expected closing",
      "closedate, estimatedclosedate, estimated closing date, geschatte sluitingsdatum, forecast close date, expected close on, projected close date, expected close",
      "abschlussdatum, schlusstermin, erwartetes abschlussdatum, gesch. abschlussdatum, voraussichtlicher abschluss",
      "geplantes abschlussdatum, date de clôture, date de clôture prévue, clôture prévue, date de fermeture prévue",
      "fecha de cierre, fecha de cierre prevista, fecha de cierre esperada, fecha prevista de cierre",
      "data de fechamento, data de fechamento prevista, data de fechamento esperada, previsão de fechamento",
      "data di chiusura, data di chiusura prevista, chiusura prevista, sluitingsdatum, verwachte sluitingsdatum",
      "verwachte afsluitdatum, data zamknięcia, przewidywana data zamknięcia, oczekiwana data zamknięcia",
      "дата закрытия, предполагаемая дата закрытия, ожидаемая дата закрытия, плановая дата закрытия",
      "kapanış tarihi, 完了予定日, 成約予定日, 受注予定日, 预计成交日期",
    ],
    likely: ["end date, enddatum, fecha fin, дата завершения, due date, target date, close"],
  },
  deal_owner: {
    sure: [
      "deal owner, opportunity owner, owner, owner name, sales owner, salesperson, sales rep, sales representative",
      "assigned user name, assigned to, owned by, responsible, user responsible, responsible user, account executive, ownerid name",
      "besitzer, inhaber, opportunity inhaber, zuständig, zuständiger mitarbeiter, zuständiger, verkäufer",
      "verantwortlicher, verantwortlich, vertriebsmitarbeiter, propriétaire, vendeur, assigné à, commercial",
      "responsable, propietario, propietario de trato, propietario del trato, vendedor, asignado a, responsável",
      "proprietário, vendedor responsável, proprietario, venditore, assegnato a, eigenaar, verkoper",
      "verantwoordelijke, właściciel, handlowiec, opiekun, ответственный, менеджер, ответственный менеджер",
      "sahibi, 担当者, 所有者, 営業担当, 负责人",
    ],
    likely: ["user, user name, rep, sales agent, agent, manager, assignee, пользователь, seller"],
  },
  notes: {
    sure: [
      "notes, description, deal description, opportunity notes, opportunity details, internal notes, comments",
      "beschreibung, notizen, deal beschreibung, bemerkungen, descripción, notas, descrição, observações",
      "descrizione, note interne, commentaires, omschrijving, opmerkingen, opis, notatki, комментарий",
      "комментарии, примечание, примечания, описание, açıklama, notlar, 備考, 説明, メモ, 备注",
    ],
    likely: [
      "note, comment, details, summary, samenvatting, zusammenfassung, résumé, resumen, resumo, remarks, bemerkung, kommentar, commentaire, comentarios, memo, text",
    ],
  },
};

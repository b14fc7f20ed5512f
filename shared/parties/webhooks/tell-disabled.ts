import { derivedId } from "../../base/contracts/envelope.ts"
import { webhookDisabled } from "../../base/contracts/webhook-disabled.ts"
import { say } from "../../base/platform/bilingual.ts"
import { type EventPublisher, outgoing } from "../channels/event-publisher.ts"
import { type Letter, paragraph } from "../channels/letter.ts"
import { mailOf } from "../channels/letter-mail.ts"
import type { DrillMail } from "../channels/mail.ts"
import type { Party } from "../party.ts"

/** Why and when an endpoint was disabled. */
export type Disabled = { readonly disabledAt: string; readonly reason: "gone" | "failing" }

/** Tells a party on its other channels that its webhook gets nothing any more. */
export type TellDisabled = (party: Party, disabled: Disabled) => Promise<void>

/** Publishes an event for the party's queue and bus, and mails its contacts. A repeat can mail twice. */
export function makeTellDisabled(tools: { publisher: Pick<EventPublisher, "publish">; mail: DrillMail }): TellDisabled {
  return async (party, { disabledAt, reason }) => {
    const id = derivedId("webhook-disabled", party.id, disabledAt)
    const metadata = { id, occurredAt: disabledAt, audience: party.id, belongsTo: id }
    await tools.publisher.publish([outgoing(webhookDisabled, { disabledAt, reason }, metadata)])
    const mail = mailOf(disabledLetter(party.language, reason), disabledAt)
    for (const { send } of await tools.mail.receivers(party.id, "alert")) await send(mail)
  }
}

/** The letter to a party whose webhook was disabled. */
export function disabledLetter(language: Party["language"], reason: Disabled["reason"]): Letter {
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  const why =
    reason === "gone"
      ? inWords(
          "Your webhook answered 410, which says that it wants no more events.",
          "Votre webhook a répondu 410, ce qui signifie qu’il ne veut plus d’événements.",
        )
      : inWords(
          "Your webhook accepted no event for three days.",
          "Votre webhook n’a accepté aucun événement pendant trois jours.",
        )
  const isOff = inWords(
    "The hub sends nothing to it any more. It keeps the events for 30 days, and still mails you about breaches.",
    "Le hub ne lui envoie plus rien. Il garde les événements pendant 30 jours, et continue de vous écrire au sujet des atteintes.",
  )
  const mend = inWords(
    "Set the address of your webhook again in your settings: the same one or another. What was not delivered can then be sent again.",
    "Définissez de nouveau l’adresse de votre webhook dans vos paramètres : la même ou une autre. Ce qui n’a pas été livré peut alors être renvoyé.",
  )
  return {
    language,
    subject: say(language, "Your webhook was disabled", "Votre webhook a été désactivé"),
    sections: [
      paragraph(why, isOff),
      {
        heading: say(language, "What to do now", "Ce qu’il faut faire maintenant"),
        parts: [{ kind: "list", isOrdered: true, items: [mend] }],
      },
    ],
  }
}

import type { DocumentLanguage } from "../../../base/contracts/words.ts"
import { say } from "../../../base/platform/bilingual.ts"
import { type Letter, type Line, paragraph } from "../../../parties/channels/letter.ts"
import { waitingDays } from "./shop-entries.ts"
import type { ShopNotice } from "./shop-tasks.ts"

type Wording = { readonly subject: Bilingual; readonly why: Bilingual; readonly mend: Bilingual }
type Bilingual = readonly [en: string, fr: string]

const wordings: Readonly<Record<Exclude<ShopNotice, "dataRequested">, Wording>> = {
  carrierUnknown: {
    subject: [
      "Your shop names a carrier that is not set",
      "Votre boutique nomme un transporteur qui n’est pas configuré",
    ],
    why: [
      "A fulfilment of your Shopify shop names a tracking company that your settings do not name. The hub did not record its parcels. You get this once a day at most.",
      "Une expédition de votre boutique Shopify nomme une société de suivi que vos paramètres ne nomment pas. Le hub n’a pas enregistré ses colis. Vous recevez ceci au plus une fois par jour.",
    ],
    mend: [
      "In the console, the page Settings lists the companies that are set, under Vendors that send events in your name. A program connected your shop, and only a program adds one: ask the people who connected it to enter the company.",
      "Dans la console, la page Paramètres énumère les sociétés configurées, sous Fournisseurs qui envoient des événements en votre nom. Un programme a connecté votre boutique, et seul un programme en ajoute : demandez aux personnes qui l’ont connectée d’inscrire la société.",
    ],
  },
  addressMissing: {
    subject: ["Your shop sends no postal codes", "Votre boutique n’envoie pas de codes postaux"],
    why: [
      "A fulfilment of your Shopify shop came without a postal code or a country. The hub needs both to record its parcels. You get this once a day at most.",
      "Une expédition de votre boutique Shopify est arrivée sans code postal ou sans pays. Le hub a besoin des deux pour enregistrer ses colis. Vous recevez ceci au plus une fois par jour.",
    ],
    mend: [
      "If all fulfilments are affected, allow the app addresses: protected customer data, level 2. If one is, its address has no postal code, and its parcels stay out of the exchange.",
      "Si toutes les expéditions sont touchées, permettez les adresses à l’application : données protégées des clients, niveau 2. Si une seule l’est, son adresse n’a pas de code postal, et ses colis restent hors de l’échange.",
    ],
  },
  numberUnusable: {
    subject: [
      "Your shop sends a tracking number that cannot be one",
      "Votre boutique envoie un numéro de suivi invalide",
    ],
    why: [
      "A fulfilment of your Shopify shop has a tracking number that is not 6 to 40 letters and digits. The hub did not record that parcel. You get this once a day at most.",
      "Une expédition de votre boutique Shopify a un numéro de suivi qui n’est pas fait de 6 à 40 lettres et chiffres. Le hub n’a pas enregistré ce colis. Vous recevez ceci au plus une fois par jour.",
    ],
    mend: ["Correct the number in Shopify.", "Corrigez le numéro dans Shopify."],
  },
  codeUnusable: {
    subject: ["Your shop sends a postal code that cannot be one", "Votre boutique envoie un code postal impossible"],
    why: [
      "A fulfilment of your Shopify shop has a postal code that cannot be one in its country. The hub takes its parcels, but the recipient cannot open them with a postal code. You get this once a day at most.",
      "Une expédition de votre boutique Shopify a un code postal qui ne peut pas exister dans son pays. Le hub accepte ses colis, mais le destinataire ne peut pas les ouvrir avec un code postal. Vous recevez ceci au plus une fois par jour.",
    ],
    mend: [
      "Look for the address among the day’s fulfilments in Shopify: the hub keeps no address, so it cannot say which one it is. Correct it, cancel the fulfilment and make it again.",
      "Cherchez l’adresse parmi les expéditions du jour dans Shopify : le hub ne conserve aucune adresse et ne peut donc pas dire de laquelle il s’agit. Corrigez-la, annulez l’expédition et refaites-la.",
    ],
  },
  linkRefused: {
    subject: ["Shopify refuses the hub’s links", "Shopify refuse les liens du hub"],
    why: [
      "Shopify refuses to let the hub write the link of a parcel into its fulfilment. The parcel is recorded. You get this once a day at most.",
      "Shopify refuse que le hub inscrive le lien d’un colis dans son expédition. Le colis est enregistré. Vous recevez ceci au plus une fois par jour.",
    ],
    mend: [
      "Check that the app is installed in the shop with its scopes, and ask the people who connected it whether your settings have its client id and its current secret. Save the tracking of a fulfilment in Shopify to have its link written.",
      "Vérifiez que l’application est installée dans la boutique avec ses permissions, et demandez aux personnes qui l’ont connectée si vos paramètres ont son identifiant client et son secret actuel. Enregistrez le suivi d’une expédition dans Shopify pour que son lien soit inscrit.",
    ],
  },
}

/** How fulfilments that the hub could not read come into the exchange once the cause is mended. */
const rest = {
  takenUp: [
    `The hub noted these fulfilments, for ${waitingDays} days. With the next one of the company it writes the links of all that it noted, and Shopify then sends them again. To have that now, edit the tracking of one of them in Shopify and save it.`,
    `Le hub a noté ces expéditions, pour ${waitingDays} jours. Avec la prochaine de la société, il inscrit les liens de toutes celles qu’il a notées, et Shopify les envoie alors de nouveau. Pour l’avoir maintenant, modifiez le suivi de l’une d’elles dans Shopify et enregistrez-le.`,
  ],
  byHand: [
    "Then edit the tracking of each of these fulfilments in Shopify and save it, which sends it to the hub again. The hub cannot bring them by itself: their parcels stay out of the exchange until you do.",
    "Modifiez ensuite le suivi de chacune de ces expéditions dans Shopify et enregistrez-le, ce qui l’envoie de nouveau au hub. Le hub ne peut pas les reprendre lui-même : leurs colis restent hors de l’échange jusque-là.",
  ],
} as const satisfies Readonly<Record<string, Bilingual>>

/** What a letter says. */
export type ShopLetterContent = {
  readonly notice: ShopNotice
  readonly shipmentIds: readonly string[]
  /** Address of the hub's API. */
  readonly apiUrl: string
  /** Whether the hub brings fulfilments that wait for a tracking company by itself. */
  readonly takesUp: boolean
}

/** The letter of a notice. */
export function shopLetter(language: DocumentLanguage, content: ShopLetterContent): Letter {
  const { notice, shipmentIds, apiUrl, takesUp } = content
  if (notice === "dataRequested") return dataRequestLetter(language, shipmentIds, apiUrl)
  const { subject, why, mend } = wordings[notice]
  const steps: readonly Bilingual[] = [
    mend,
    ...(notice === "carrierUnknown" ? [takesUp ? rest.takenUp : rest.byHand] : []),
    ...(notice === "addressMissing" ? [rest.byHand] : []),
  ]
  return {
    language,
    subject: say(language, ...subject),
    sections: [
      paragraph({ text: say(language, ...why) }),
      toDo(
        language,
        steps.map((step) => ({ text: say(language, ...step) })),
      ),
    ],
  }
}

function dataRequestLetter(language: DocumentLanguage, shipmentIds: readonly string[], apiUrl: string): Letter {
  const calls = shipmentIds.map((shipmentId) => ({
    text: shipmentId,
    to: { url: `${apiUrl}/v1/shipments/${shipmentId}/accesses`, method: "GET" as const },
  }))
  const none = {
    text: say(
      language,
      "The hub has no shipment of these orders, so there is nothing to add to your answer.",
      "Le hub n’a aucun envoi de ces commandes : il n’y a rien à ajouter à votre réponse.",
    ),
  }
  return {
    language,
    subject: say(language, "A customer asks for their data", "Un client demande ses données"),
    sections: [
      paragraph({
        text: say(
          language,
          "A customer of your Shopify shop asks which data you have. Shopify passes the request on to every app, and you answer it.",
          "Un client de votre boutique Shopify demande quelles données vous avez. Shopify transmet la demande à chaque application, et c’est vous qui y répondez.",
        ),
      }),
      calls.length === 0 ? paragraph(none) : toDo(language, calls),
    ],
  }
}

const toDo = (language: DocumentLanguage, items: readonly Line[]) => ({
  heading: say(language, "What to do now", "Ce qu’il faut faire maintenant"),
  parts: [{ kind: "list" as const, isOrdered: false, items }],
})

import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** How a person gets from a site that people know to the page for recipients, without a link. */
export const wayToPageSentences = {
  checkYourself: pair("You can also check this yourself.", "Vous pouvez aussi le vérifier vous-même."),
  goToSite: pair("Go to {site} as you always do.", "Allez sur {site} comme toujours."),
  goToSiteAndChoose: pair(
    "Go to {site} as you always do, and choose {entry}.",
    "Allez sur {site} comme toujours, et choisissez {entry}.",
  ),
  goToKnownSite: pair(
    "Go to the website where you track your deliveries, as you always do.",
    "Allez comme toujours sur le site où vous suivez vos livraisons.",
  ),
  pageShowsCode: pair(
    "For your delivery it shows the code {code}.",
    "Pour votre livraison, il affiche le code {code}.",
  ),
} as const satisfies Readonly<Record<string, Pair>>

/** Of a party without such a site: how a person checks a notice. A further language has no words for the way. */
export const wayToCheckSentences = {
  headingCheck: pair("How to check that this message is from us", "Comment vérifier que ce message vient de nous"),
  checkOtherwise: pair(
    "To check that this message is from us, use {way}, and not this message. Ask whether the code {code} is ours.",
    "Pour vérifier que ce message vient de nous, passez par {way}, et non par ce message. Demandez si le code {code} est bien le nôtre.",
  ),
} as const satisfies Readonly<Record<string, Pair>>

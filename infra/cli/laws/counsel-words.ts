import { type Pair, pair } from "../../../shared/base/platform/bilingual.ts"
import type { Law } from "../../../shared/desk/law/law.ts"

/** What is to be said of a law that has no rule. */
export const withoutRules = ({ nobodyHasRead }: Pick<Law, "nobodyHasRead">): Pair =>
  nobodyHasRead
    ? pair(
        "Nobody has read it. Parties that it binds are told so, and it gives them no duty here.",
        "Personne ne l’a lue. Les parties qu’elle lie en sont avisées, et elle ne leur donne ici aucune obligation.",
      )
    : pair("It was read and asks for nothing after a breach.", "Elle a été lue et n’exige rien après une atteinte.")

/** What the page for counsel says besides the laws. */
export const counselWords = {
  title: pair("Laws for review", "Lois à revoir"),
  intro: pair(
    "Compare each rule with its clause. Your answers stay in this browser until you export them. Send the file to whoever runs the exchange. This page uses no network. It is not legal advice.",
    "Comparez chaque règle avec sa disposition. Vos réponses restent dans ce navigateur jusqu’à ce que vous les exportiez. Envoyez le fichier à qui exploite la plateforme d’échange. Cette page n’utilise pas de réseau. Elle ne constitue pas un avis juridique.",
  ),
  always: pair(
    "Under every law a party can also say that the law does not bind it, or that there was no breach. Only a record of every breach is always owed. Where a law names no term, the exchange sets a target, which is no legal deadline.",
    "Sous chaque loi, une partie peut aussi dire que la loi ne la vise pas ou qu’il n’y a pas eu d’atteinte. Seul le registre de toutes les atteintes est toujours dû. Si une loi ne fixe pas de délai, la plateforme d’échange fixe un objectif, qui n’est pas un délai légal.",
  ),
  needsScript: pair(
    "Without JavaScript the page can be read and printed, and takes no answers.",
    "Sans JavaScript, la page peut être lue et imprimée, mais elle n’enregistre pas de réponses.",
  ),
  name: pair("Your name, as documents will give it", "Votre nom, tel que les documents l’indiqueront"),
  show: pair("Show", "Afficher"),
  filters: {
    all: pair("all rules", "toutes les règles"),
    unreviewed: pair("without a review of this text", "sans revue de ce texte"),
    changed: pair("changed since a review", "modifiées depuis une revue"),
    marked: pair("to be confirmed with counsel", "à confirmer avec un conseiller juridique"),
  },
  export: pair("Export your reviews", "Exporter vos revues"),
  binds: {
    party: pair("It binds:", "Elle vise :"),
    residents: pair("It binds by where people live:", "Elle vise, selon le lieu où vivent les personnes :"),
  },
  clause: pair("The clause", "La disposition"),
  wayseal: pair("What the exchange does", "Ce que fait la plateforme d’échange"),
  notRead: {
    en: pair("Not read in English.", "Non lu en anglais."),
    fr: pair("Not read in French.", "Non lu en français."),
  },
  copy: pair("Copy that was read", "Copie qui a été lue"),
  marked: pair("To be confirmed with counsel:", "À confirmer avec un conseiller juridique :"),
  review: pair("Your review", "Votre revue"),
  agrees: pair("agrees", "d’accord"),
  differs: pair("differs", "en désaccord"),
  remark: pair("Remark", "Remarque"),
  undo: pair("Take this review back", "Retirer cette revue"),
  messages: {
    nameMissing: pair("Write your name first.", "Écrivez d’abord votre nom."),
    nothing: pair("Mark a rule first.", "Marquez d’abord une règle."),
    remarkMissing: pair("Write what differs in this rule.", "Écrivez ce qui diffère dans cette règle."),
    verdictMissing: pair(
      "This rule has a remark. Mark whether you agree.",
      "Cette règle a une remarque. Indiquez si vous êtes d’accord.",
    ),
    exported: pair(
      "Your browser saves the file. Send it to whoever runs the exchange.",
      "Votre navigateur enregistre le fichier. Envoyez-le à qui exploite la plateforme d’échange.",
    ),
    notKept: pair(
      "This browser keeps no drafts of this page. Export before you close it.",
      "Ce navigateur ne conserve pas les brouillons de cette page. Exportez avant de la fermer.",
    ),
    noRule: pair("No rule is such.", "Aucune règle n’est dans ce cas."),
  },
}

import { toolOf } from "../../../base/contracts/tool-name.ts"
import type { DocumentLanguage } from "../../../base/contracts/words.ts"
import { moment, pair, say } from "../../../base/platform/bilingual.ts"
import { type Fact, type Letter, paragraph, type Section } from "../../../parties/channels/letter.ts"
import type { Carrier, Party } from "../../../parties/party.ts"
import type { Notice } from "./report-streams.ts"

/** How the carrier reads: its language, the name of its tool, and an instant in its own time. */
type Reader = {
  readonly language: DocumentLanguage
  readonly tool: string
  inWords(en: string, fr: string): { text: string }
  atLocalTime(at: string): string
}

/**
 * The letter to a carrier whose program does not report any more, or reports again. It names the tool and the
 * interruption. The program's own id is in the event, because a letter repeats nothing that a party sent.
 */
export function reportingLetter(
  { language, id, jurisdiction: { timeZone } }: Pick<Carrier, "language" | "id" | "jurisdiction">,
  notice: Notice,
): Letter {
  const reader: Reader = {
    language,
    tool: toolOf(id),
    inWords: (en, fr) => ({ text: say(language, en, fr) }),
    atLocalTime: (at) => moment(at, timeZone, language),
  }
  return notice.what === "interrupted" ? interruptedLetter(reader, notice) : resumedLetter(reader, notice)
}

function interruptedLetter(reader: Reader, notice: Notice): Letter {
  const { language, inWords, atLocalTime } = reader
  const { reason, since } = notice.interruption
  const unwatched = inWords(
    "Nobody watches the lookups that the hub does not get. The retailers whose parcels you carry are told.",
    "Personne ne surveille les consultations que le hub ne reçoit pas. Les détaillants dont vous transportez les colis en sont informés.",
  )
  return {
    language,
    subject: say(
      language,
      "Your tracking tool does not report its lookups",
      "Votre outil de suivi ne signale plus ses consultations",
    ),
    sections: [
      paragraph(reasonInWords(inWords, reason), unwatched),
      factsOf(reader, notice, [
        { label: say(language, "Since", "Depuis"), value: atLocalTime(since) },
        ...(notice.missing.length === 0
          ? []
          : [{ label: say(language, "Missing numbers", "Numéros manquants"), value: rangesInWords(notice.missing) }]),
      ]),
      {
        heading: say(language, "What to do now", "Ce qu’il faut faire maintenant"),
        parts: [{ kind: "list", isOrdered: true, items: stepsToResume(reader) }],
      },
    ],
  }
}

/**
 * The letter to a retailer whose parcels this carrier has: for which hours nobody knows who looked them up, and what
 * that means. It names the carrier, and no other party.
 */
export function letterToRetailer(
  { language, jurisdiction: { timeZone } }: Pick<Party, "language" | "jurisdiction">,
  carrier: string,
  { what, interruption: { since, reason }, until, filled }: Notice,
): Letter {
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  const told = what === "resumed" ? "resumed" : reason === "countDiffers" ? "differs" : "interrupted"
  const hours: Fact[] = [
    { label: say(language, "Carrier", "Transporteur"), value: carrier },
    {
      label: until === undefined ? say(language, "Since", "Depuis") : say(language, "From", "De"),
      value: moment(since, timeZone, language),
    },
    ...(until === undefined
      ? []
      : [{ label: say(language, "Until", "Jusqu’à"), value: moment(until, timeZone, language) }]),
  ]
  const lines =
    told === "resumed" ? whatIsKnownAgain(inWords, filled === true) : whatNobodyKnows(inWords, told === "differs")
  return {
    language,
    subject: subjectsToRetailers[told][language],
    sections: [paragraph(...lines), { parts: [{ kind: "facts", facts: hours }] }],
  }
}

const subjectsToRetailers = {
  interrupted: pair(
    "A carrier’s tracking tool does not report its lookups",
    "L’outil de suivi d’un transporteur ne signale plus ses consultations",
  ),
  differs: pair(
    "Lookups in a carrier’s tracking tool are missing",
    "Il manque des consultations de l’outil de suivi d’un transporteur",
  ),
  resumed: pair(
    "Lookups in a carrier’s tracking tool reach the hub again",
    "Les consultations de l’outil d’un transporteur parviennent de nouveau au hub",
  ),
} as const

type InWords = Reader["inWords"]

const whatNobodyKnows = (inWords: InWords, isCountOnly: boolean) => [
  isCountOnly
    ? inWords(
        "The carrier’s count of the lookups in its tracking tool differs from those that reached the hub. Some may be missing.",
        "Le décompte du transporteur diffère des consultations de son outil de suivi qui sont parvenues au hub. Il peut en manquer.",
      )
    : inWords(
        "The hub does not get the lookups in this carrier’s tracking tool. Nobody watches them.",
        "Le hub ne reçoit pas les consultations de l’outil de suivi de ce transporteur. Personne ne les surveille.",
      ),
  inWords(
    "Somebody may have looked your parcels up in these hours, and neither you nor the hub would know. Until these hours are filled, your cases about this tool say “at least”, and do not list what stayed hidden.",
    "Quelqu’un a pu consulter vos colis pendant ces heures sans que ni vous ni le hub le sachiez. Tant que ces heures ne sont pas comblées, vos dossiers sur cet outil disent « au moins » et n’énumèrent pas ce qui est resté caché.",
  ),
  inWords(
    "The carrier was told what to do. You can ask it for the lookups of these hours.",
    "Le transporteur a été informé de ce qu’il doit faire. Vous pouvez lui demander les consultations de ces heures.",
  ),
]

const whatIsKnownAgain = (inWords: InWords, isFilled: boolean) => [
  inWords(
    "The hub gets the lookups in this carrier’s tracking tool again.",
    "Le hub reçoit de nouveau les consultations de l’outil de suivi de ce transporteur.",
  ),
  isFilled
    ? inWords(
        "The hours between were filled late, by the carrier’s own statement. These lookups were judged when they came, and those that belong to a case of yours are in it.",
        "L’intervalle a été comblé après coup, selon la propre déclaration du transporteur. Ces consultations ont été examinées à leur arrivée, et celles qui relèvent d’un de vos dossiers y figurent.",
      )
    : inWords(
        "The hours between are not filled. What was looked up in them is not known, so your cases about this tool still say “at least”, and do not list what stayed hidden.",
        "L’intervalle n’est pas comblé. On ignore ce qui y a été consulté : vos dossiers sur cet outil disent donc encore « au moins » et n’énumèrent pas ce qui est resté caché.",
      ),
]

function stepsToResume({ inWords }: Reader): { text: string }[] {
  const find = inWords(
    "Find the program: the event ReportingInterrupted of this interruption names its stream.",
    "Trouvez le programme : l’événement ReportingInterrupted de cette interruption nomme son flux (stream).",
  )
  const start = inWords(
    "Look whether the program still runs, and start it again. It goes on where it stopped, and reports what it missed.",
    "Vérifiez si le programme fonctionne encore, et redémarrez-le. Il reprend où il s’est arrêté, et signale ce qu’il a manqué.",
  )
  const end = inWords(
    "If it ended for good, send a last AccessesCounted with ended: true.",
    "S’il a pris fin pour de bon, envoyez un dernier AccessesCounted avec ended: true.",
  )
  return [find, start, end]
}

function reasonInWords(inWords: Reader["inWords"], reason: Notice["interruption"]["reason"]): { text: string } {
  switch (reason) {
    case "noCount":
      return inWords(
        "For 30 minutes the hub got no count from the program that reports the lookups in your tracking tool.",
        "Depuis 30 minutes, le hub n’a reçu aucun décompte du programme qui signale les consultations de votre outil de suivi.",
      )
    case "reportsMissing":
      return inWords(
        "For 30 minutes reports of your tracking tool have been missing: their numbers did not arrive.",
        "Depuis 30 minutes, des rapports de votre outil de suivi manquent : leurs numéros ne sont pas arrivés.",
      )
    case "countDiffers":
      return inWords(
        "A count of your tracking tool differs from the lookups that arrived.",
        "Un décompte de votre outil de suivi diffère des consultations qui sont arrivées.",
      )
  }
}

function resumedLetter(reader: Reader, notice: Notice): Letter {
  const { language, inWords, atLocalTime } = reader
  const { interruption, until = notice.at, filled } = notice
  const again = inWords(
    "The hub gets the lookups in your tracking tool again.",
    "Le hub reçoit de nouveau les consultations de votre outil de suivi.",
  )
  const hours =
    filled === true
      ? inWords(
          "Late reports filled the hours between. They were judged when they came.",
          "Des rapports tardifs ont comblé l’intervalle. Ils ont été examinés à leur arrivée.",
        )
      : inWords(
          "The hours between are not filled. Report what was looked up in them, with a count of them.",
          "L’intervalle n’est pas comblé. Signalez ce qui y a été consulté, avec un décompte.",
        )
  return {
    language,
    subject: say(
      language,
      "Your tracking tool reports its lookups again",
      "Votre outil de suivi signale de nouveau ses consultations",
    ),
    sections: [
      paragraph(again, hours),
      factsOf(reader, notice, [
        { label: say(language, "Since", "Depuis"), value: atLocalTime(interruption.since) },
        { label: say(language, "Until", "Jusqu’à"), value: atLocalTime(until) },
      ]),
    ],
  }
}

const factsOf = (
  { language, tool }: Reader,
  { interruption: { interruptionId } }: Notice,
  facts: readonly Fact[],
): Section => ({
  parts: [
    {
      kind: "facts",
      facts: [
        { label: say(language, "Tool", "Outil"), value: tool },
        { label: say(language, "Interruption", "Interruption"), value: interruptionId },
        ...facts,
      ],
    },
  ],
})

const rangesInWords = (ranges: Notice["missing"]): string =>
  ranges.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`)).join(", ")

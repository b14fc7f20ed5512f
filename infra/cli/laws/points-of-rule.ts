import type { DocumentLanguage, GoodsKind } from "../../../shared/base/contracts/words.ts"
import { dateOnly, type Pair, pair, say } from "../../../shared/base/platform/bilingual.ts"
import {
  assessmentReasonInWords,
  clockEventInWords,
  factorInWords,
  fieldInWords,
} from "../../../shared/desk/dossier/codes-in-words.ts"
import { publicGroundInWords } from "../../../shared/desk/dossier/notices-in-words.ts"
import { clockInWords, standardInWords } from "../../../shared/desk/duties/clock-in-words.ts"
import { questionOfTest } from "../../../shared/desk/duties/legal-questions.ts"
import { legalTestOf, type Rule } from "../../../shared/desk/law/law.ts"

/** One thing that Wayseal does under a rule, in words for a lawyer. */
export type Point = { readonly name: string; readonly texts: readonly PointText[] }

/** `section`: the provision or the words that say so. `url`: where it leads. */
export type PointText = { readonly text: string; readonly section?: string; readonly url?: string | undefined }

/** What Wayseal does under a rule: who owes it, to whom, when, if what, excused by what, with which words, kept how. */
export function pointsOfRule(rule: Rule, language: DocumentLanguage): readonly Point[] {
  const { to } = rule
  const apart = rule.toEachCounterparty ? say(language, ", each apart", ", chacun séparément") : ""
  const points: (readonly [Pair, readonly PointText[]])[] = [
    [pair("Owed by", "Due par"), [{ text: rule.owedBy.map((role) => roleWords[role][language]).join("; ") }]],
    [pair("To", "À"), [{ text: `${to.name[language]}${apart}`, url: to.howToReach }]],
    [pair("When", "Quand"), [{ text: whenInWords(rule, language) }]],
    ...conditions(rule, language),
    ...excuses(rule, language),
    [pair("Must say", "Doit indiquer"), contents(rule, language)],
    [pair("Form", "Forme"), rule.form.map((form) => ({ text: form[language] }))],
    ...regulatorForm(rule, language),
    [pair("Kept", "Conservation"), retention(rule, language)],
  ]
  return points.filter(([, texts]) => texts.length > 0).map(([name, texts]) => ({ name: name[language], texts }))
}

function whenInWords({ clock }: Rule, language: DocumentLanguage): string {
  const words = clockInWords(clock, language)
  if (clock.kind === "prompt") return `${words} ${say(language, "(no term)", "(aucun délai fixé)")}`
  if (clock.standard === undefined) return words
  const standard = standardInWords(clock.standard, language)
  return `${words}${say(language, `, and ${standard}`, `, et ${standard}`)}`
}

type Points = (readonly [Pair, readonly PointText[]])[]

function conditions(rule: Rule, language: DocumentLanguage): Points {
  const { is, words, weigh, ...asked } = rule.owedIf.test
  const section = asked.section[language]
  const quoted = (text: string) => say(language, `“${text}”`, `« ${text} »`)
  const test = legalTestOf(rule)
  const owed = (test === undefined ? unconditionalWords[is] : questionOfTest(test))?.[language] ?? is
  return [
    [
      test === undefined ? pair("Owed", "Due") : pair("Test", "Critère"),
      [{ text: owed, section: `${section}${say(language, ": ", " : ")}${quoted(words)}` }],
    ],
    [
      pair("To weigh", "À prendre en compte"),
      weigh.map((one) => ({ text: factorInWords(one.factor, language), section: quoted(one.words) })),
    ],
    [pair("Answer within", "Réponse dans les"), assessment(rule, language)],
    [pair("Definition covers", "La définition vise"), definition(rule, language)],
    [pair("Residents", "Résidents"), residents(rule, language)],
    [pair("Only after", "Seulement après"), onlyAfter(rule, language)],
    [
      pair("Also", "Aussi"),
      rule.alsoOfAttempts
        ? [{ text: say(language, "for attempts that showed nothing", "pour les tentatives qui n’ont rien montré") }]
        : [],
    ],
  ]
}

function assessment({ assessWithin }: Pick<Rule, "assessWithin">, language: DocumentLanguage) {
  if (assessWithin === undefined) return []
  const { calendarDays, section } = assessWithin
  const text = say(language, `${calendarDays} days of awareness`, `${calendarDays} jours de la prise de connaissance`)
  return [{ text, section: section[language] }]
}

function definition({ owedIf: { definitionCovers, test } }: Rule, language: DocumentLanguage) {
  if (definitionCovers === undefined) return []
  const covered = [
    ...definitionCovers.fieldsAmong.map((field) => fieldInWords(field, language)),
    ...definitionCovers.goodsAmong.map((kind) => goodsWords[kind][language]),
  ].join(say(language, ", or ", ", ou "))
  const nothing = say(language, "no field of a tracking answer", "aucun champ d’une réponse de suivi")
  const otherwise = say(language, "otherwise probably not owed", "sinon, probablement pas due")
  return [{ text: `${covered === "" ? nothing : covered}; ${otherwise}`, section: test.section[language] }]
}

function residents({ owedIf: { residentsAtLeast }, citation }: Rule, language: DocumentLanguage) {
  if (residentsAtLeast === undefined) return []
  const text = say(
    language,
    `people of the law’s jurisdiction who must be notified: at least ${residentsAtLeast}`,
    `personnes du ressort de la loi qui doivent être avisées : au moins ${residentsAtLeast}`,
  )
  return [{ text, section: citation.section[language] }]
}

function onlyAfter({ owedIf: { notifiedPeople, growthSinceReport, test } }: Rule, language: DocumentLanguage) {
  const notified = say(language, "the party has notified people", "l’avis aux personnes")
  const grown = say(
    language,
    "more is known than the report said",
    "la connaissance de faits que la déclaration ne dit pas",
  )
  const texts = [...(notifiedPeople ? [notified] : []), ...(growthSinceReport ? [grown] : [])]
  return texts.map((text) => ({ text, section: test.section[language] }))
}

const excuses = ({ excusedIf, exceptions, publicNotice }: Rule, language: DocumentLanguage): Points => [
  [
    pair("Excused if", "Excusée si"),
    excusedIf.map(({ reason, section }) => ({
      text: assessmentReasonInWords(reason, language),
      section: section[language],
    })),
  ],
  [
    pair("Grounds of a public notice", "Motifs d’un avis public"),
    (publicNotice?.grounds ?? []).map((ground) => ({
      text: publicGroundInWords(ground, language),
      section: publicNotice?.section[language],
    })),
  ],
  [pair("Exception", "Exception"), exceptions.map((exception) => ({ text: exception[language] }))],
]

const contents = ({ content }: Rule, language: DocumentLanguage): readonly PointText[] =>
  content.map(({ label, section, source }) => {
    const left = leftToParty.has(source) ? say(language, ", left to the party", ", laissé à la partie") : ""
    return { text: `${label[language]}${left}`, section: section[language] }
  })

/** Which of the regulator's own form was read. The evidence lists its fields. */
function regulatorForm({ kind, regulatorForm: form }: Rule, language: DocumentLanguage): Points {
  const name = pair("Regulator’s form", "Formulaire de l’autorité")
  if (kind !== "tellRegulator") return []
  if (form === undefined)
    return [
      [
        name,
        [
          {
            text: say(
              language,
              "not read: the items stand in the order of the law",
              "non lu : les éléments suivent l’ordre de la loi",
            ),
          },
        ],
      ],
    ]
  const day = dateOnly(form.readOn, language)
  const read =
    form.unread === undefined
      ? say(language, `“${form.name.en}”, read to its end on ${day}`, `« ${form.name.fr} », lu jusqu’au bout le ${day}`)
      : say(language, `“${form.name.en}”, read in part on ${day}`, `« ${form.name.fr} », lu en partie le ${day}`)
  return [
    [name, [{ text: `${read}. ${form.copy[language]}`, url: form.url }]],
    [pair("Not read of it", "Non lu"), form.unread === undefined ? [] : [{ text: form.unread[language] }]],
    [pair("Form asks", "Le formulaire demande"), form.fields.map(({ words }) => ({ text: words[language] }))],
  ]
}

function retention({ kind, retention: kept }: Rule, language: DocumentLanguage): readonly PointText[] {
  if (kept === undefined) return kind === "keepRecord" ? [{ text: say(language, "not read", "non lu") }] : []
  const section = kept.section[language]
  if (kept.kind === "unstated")
    return [{ text: say(language, "the law names no time", "la loi ne fixe pas de durée"), section }]
  const from = clockEventInWords(kept.from, language)
  const { months } = kept
  return [
    {
      text: say(language, `at least ${months} months from ${from}`, `au moins ${months} mois à partir de : ${from}`),
      section,
    },
  ]
}

/** Facts that the exchange cannot know. */
const leftToParty: ReadonlySet<Rule["content"][number]["source"]> = new Set([
  "safeguards",
  "relationships",
  "location",
  "informationBanks",
  "unlawfulActs",
  "crossBorderImpact",
])

const roleWords: Readonly<Record<Rule["owedBy"][number], Pair>> = {
  inControl: pair("whoever is in control", "qui a le contrôle des renseignements"),
  holder: pair("the holder", "le détenteur"),
}

const unconditionalWords: Readonly<Partial<Record<Rule["owedIf"]["test"]["is"], Pair>>> = {
  everyBreach: pair("for every breach, whatever the risk", "pour toute atteinte, quel que soit le risque"),
  affectsContractedData: pair(
    "for every breach of information that a contract or arrangement covers, whatever the risk",
    "pour toute atteinte à des renseignements que vise un contrat ou une entente, quel que soit le risque",
  ),
  suspectedInHeldData: pair(
    "for every breach of what it holds, whatever the risk",
    "pour toute atteinte à ce qu’il détient, quel que soit le risque",
  ),
}

const goodsWords: Readonly<Record<GoodsKind, Pair>> = {
  ordinary: pair("a name beside ordinary goods", "un nom joint à des biens ordinaires"),
  health: pair(
    "a name beside goods that can show a condition or a treatment",
    "un nom joint à des biens qui peuvent révéler un état ou un traitement",
  ),
  ageRestricted: pair("a name beside goods restricted by age", "un nom joint à des biens réservés à un certain âge"),
}

import type { ContentItem, DocumentLanguage } from "../law/law.ts"
import { isPastReview } from "../law/law.ts"
import {
  addresseeInWords,
  answerTo,
  possibleInWords,
  progressInWords,
  towardsInWords,
  withheldProse,
} from "./dossier-answers.ts"
import type { Block, DossierDocument, FactRow } from "./dossier-document.ts"
import type { BoundRule, ChainEvidence } from "./dossier-evidence.ts"
import { verification } from "./dossier-evidence.ts"
import type { Perspective } from "./dossier-perspective.ts"
import { nameOf, visibleParties } from "./dossier-perspective.ts"
import {
  assessmentReasonInWords,
  capital,
  cite,
  clockEventInWords,
  count,
  dateOnly,
  declineInWords,
  fieldInWords,
  kindInWords,
  labelled,
  measureInWords,
  moment,
  patternInWords,
  say,
  sentenceList,
  share,
  stamp,
  stateInWords,
} from "./dossier-words.ts"
import type { Duty } from "./duties.ts"
import { isOverdue, isSettled } from "./duties.ts"
import type { ChainVerdict } from "./timeline.ts"

export const fact = (label: string, ...values: string[]): FactRow => ({ label, values, standing: "known" })

export function dueLines(view: Perspective, duty: Duty): string[] {
  const { language, viewer } = view
  const { clock } = duty
  if (clock.dueAt === null) {
    return [
      say(
        language,
        `The clock starts with ${clockEventInWords(clock.from, "en")}.`,
        `Le délai court à compter de ${clockEventInWords(clock.from, "fr")}.`,
      ),
    ]
  }
  const at = moment(clock.dueAt, viewer.timeZone, language)
  const what =
    clock.dueIs === "legalDeadline"
      ? say(language, `Legal deadline: ${at}`, `Échéance légale : ${at}`)
      : say(
          language,
          `Own target: ${at} (the law names no term)`,
          `Cible interne : ${at} (la loi ne fixe pas de délai)`,
        )
  const stand =
    clock.standsInFor === undefined
      ? []
      : [
          say(
            language,
            `Counted from awareness, because ${clockEventInWords(clock.standsInFor, "en")} is not recorded.`,
            `Compté depuis la prise de connaissance, ${clockEventInWords(clock.standsInFor, "fr")} n’étant pas consignée.`,
          ),
        ]
  return [what, ...stand]
}

/** The case on two pages: figures, key facts, exposures, duties, measures, state of notice. */
export function buildSummary(
  view: Perspective,
  rules: readonly BoundRule[],
  evidence: ChainEvidence,
  verdict: ChainVerdict,
): DossierDocument {
  const { language, viewer } = view
  const none = say(language, "None recorded.", "Aucune consignée.")
  const past = rules.filter(({ rule }) => isPastReview(rule, view.preparedAt))
  const counsel = rules.filter(({ rule }) => rule.confirmWithCounsel)
  return {
    id: "summary",
    kind: "summary",
    language,
    title: say(language, "Breach dossier", "Dossier d’atteinte à la vie privée"),
    subtitle: say(
      language,
      `Case ${viewer.caseAlias}, prepared for ${viewer.name}`,
      `Dossier ${viewer.caseAlias}, préparé pour ${viewer.name}`,
    ),
    warnings: [
      ...(past.length === 0 ? [] : [pastReview(past, language)]),
      ...(counsel.length === 0
        ? []
        : [
            say(
              language,
              `${counsel.length} of ${rules.length} rules applied here are to be confirmed with counsel; each document says what is uncertain.`,
              `${counsel.length} des ${rules.length} règles appliquées sont à confirmer avec un conseiller juridique; chaque document dit ce qui est incertain.`,
            ),
          ]),
      ...(verdict.ok
        ? []
        : [
            say(
              language,
              `The timeline does not verify: first bad entry ${verdict.firstBadSeq}.`,
              `La chronologie ne se vérifie pas : première entrée fautive ${verdict.firstBadSeq}.`,
            ),
          ]),
    ],
    sections: [
      { heading: say(language, "In short", "En bref"), blocks: [figures(view)] },
      { heading: say(language, "Key facts", "Faits principaux"), blocks: [{ kind: "facts", rows: keyFacts(view) }] },
      { heading: say(language, "What was exposed", "Ce qui a été exposé"), blocks: exposures(view) },
      { heading: say(language, "Duties", "Obligations"), blocks: dutyTables(view) },
      {
        heading: say(language, "Measures", "Mesures"),
        blocks: [
          {
            kind: "table",
            columns: [
              { label: say(language, "When", "Quand"), width: 108, align: "left" },
              { label: say(language, "By", "Par"), width: 90, align: "left" },
              { label: say(language, "Measure", "Mesure"), align: "left" },
            ],
            rows: measureRows(view),
            empty: none,
          },
        ],
      },
      {
        heading: say(language, "Verification", "Vérification"),
        blocks: verification(view, evidence, verdict),
      },
    ],
  }
}

function pastReview(rules: readonly BoundRule[], language: DocumentLanguage): string {
  const named = rules.map(({ law, rule }) =>
    say(
      language,
      `${law.shortName.en} ${rule.citation.section} (review was due by ${dateOnly(rule.reviewBy, "en")})`,
      `${law.shortName.fr}, ${cite(rule.citation.section, "fr")} (devait être revue au plus tard le ${dateOnly(rule.reviewBy, "fr")})`,
    ),
  )
  return say(
    language,
    `Check for changes of law before relying on this dossier: ${named.join("; ")}.`,
    `Vérifiez si la loi a changé avant de vous fier à ce dossier : ${named.join("; ")}.`,
  )
}

function figures(view: Perspective): Block {
  const { viewer, language, duties } = view
  const own = duties.filter(({ party }) => party === viewer.party)
  const told = viewer.notice === undefined ? undefined : viewer.notice.told + viewer.notice.toldByPublicNotice
  return {
    kind: "figures",
    figures: [
      { value: count(viewer.shipments, language), label: say(language, "shipments exposed", "envois exposés") },
      {
        value: viewer.people === null ? "–" : count(viewer.people, language),
        label: say(
          language,
          viewer.people === null ? "people (not known)" : "people affected",
          viewer.people === null ? "personnes (inconnu)" : "personnes touchées",
        ),
      },
      {
        value: viewer.shareOfTotal === null ? "–" : share(viewer.shareOfTotal, language),
        label:
          viewer.shareOfTotal === null
            ? say(language, "of its total (not known)", "de son total (inconnu)")
            : say(language, "of the party’s total", "du total de la partie"),
      },
      told === undefined
        ? { value: "–", label: say(language, "told (no receipts here)", "avisés (aucun reçu ici)") }
        : { value: count(told, language), label: say(language, "told", "avisés") },
      {
        value: `${own.filter(isSettled).length}/${own.length}`,
        label: say(language, "own duties settled", "obligations propres réglées"),
      },
    ],
  }
}

const sourceOf = (source: ContentItem["source"]): ContentItem => ({
  id: source.toLowerCase(),
  section: "-",
  label: { en: source, fr: source },
  source,
})

function keyFacts(view: Perspective): FactRow[] {
  const { language, viewer, facts } = view
  const [anyLaw] = view.laws
  const row = (label: string, source: ContentItem["source"]): FactRow[] => {
    const [rule] = anyLaw?.rules ?? []
    if (anyLaw === undefined || rule === undefined) return []
    const { values, standing } = answerTo(sourceOf(source), view, anyLaw, rule)
    return [{ label, values, standing }]
  }
  const at = (iso: string) => moment(iso, viewer.timeZone, language)
  const closed = facts.closedAt === undefined ? [] : [at(facts.closedAt)]
  const state = {
    open: [say(language, `Open since ${at(facts.openedAt)}`, `Ouvert depuis le ${at(facts.openedAt)}`)],
    closed: [
      [say(language, "Closed", "Clos le"), ...closed].join(" "),
      `${say(language, "Opened", "Ouvert le")} ${at(facts.openedAt)}`,
    ],
    falseAlarm: [[say(language, "Closed as a false alarm", "Clos comme fausse alerte"), ...closed].join(", ")],
  }
  return [
    fact(say(language, "State of the case", "État du dossier"), ...state[facts.state]),
    ...row(say(language, "Circumstances", "Circonstances"), "circumstances"),
    ...row(say(language, "Cause", "Cause"), "cause"),
    ...row(say(language, "Period of exposure", "Période d’exposition"), "period"),
    ...row(say(language, "Awareness", "Prise de connaissance"), "awareness"),
    fact(say(language, "Accessor", "Auteur de l’accès"), ...accessorLines(view)),
    ...row(say(language, "Risk to people", "Risque pour les personnes"), "riskAssessment"),
    ...row(say(language, "Containment", "Confinement"), "riskReduction"),
    ...row(say(language, "Other parties", "Autres parties"), "otherOrganisations"),
    ...row(say(language, "Contact", "Personne-ressource"), "contact"),
  ]
}

/** A number of accessors of one kind in words; none where there are none. */
function named(amount: number, noun: Readonly<Record<DocumentLanguage, readonly [one: string, many: string]>>) {
  const inWords = (language: DocumentLanguage) => `${count(amount, language)} ${noun[language][amount === 1 ? 0 : 1]}`
  return amount === 0 ? [] : [{ en: inWords("en"), fr: inWords("fr") }]
}

function accessorLines({ facts, language, viewer }: Perspective): string[] {
  const { accessor } = facts
  const known = [
    ...named(accessor.subjects.length, {
      en: ["visitor or account", "visitors or accounts"],
      fr: ["visiteur ou compte", "visiteurs ou comptes"],
    }),
    ...named(accessor.networks.length, { en: ["network", "networks"], fr: ["réseau", "réseaux"] }),
  ]
  return [
    known.length === 0
      ? say(language, "No accessor is attributed.", "Aucun auteur n’est attribué.")
      : say(
          language,
          `Known by fingerprint: ${sentenceList(
            known.map(({ en }) => en),
            "en",
          )}. Raw addresses and accounts are not kept.`,
          `Connu par empreinte : ${sentenceList(
            known.map(({ fr }) => fr),
            "fr",
          )}. Les adresses et comptes bruts ne sont pas conservés.`,
        ),
    ...(accessor.pattern === undefined
      ? []
      : [
          say(
            language,
            `Pattern: ${patternInWords(accessor.pattern, "en")}.`,
            `Motif : ${patternInWords(accessor.pattern, "fr")}.`,
          ),
        ]),
    ...(accessor.restrictedSince === undefined
      ? []
      : [
          say(
            language,
            `Refused since ${moment(accessor.restrictedSince, viewer.timeZone, "en")}.`,
            `Refusé depuis le ${moment(accessor.restrictedSince, viewer.timeZone, "fr")}.`,
          ),
        ]),
  ]
}

function exposures(view: Perspective): Block[] {
  const { viewer, language } = view
  const hidden = viewer.fieldsNotExposed.map((field) => fieldInWords(field, language))
  return [
    {
      kind: "table",
      columns: [
        { label: say(language, "Field", "Champ"), align: "left" },
        { label: say(language, "Shipments", "Envois"), width: 90, align: "right" },
        { label: say(language, "Share of exposed", "Part des exposés"), width: 110, align: "right" },
      ],
      rows: viewer.exposuresByField.map(({ field, shipments }) => [
        capital(fieldInWords(field, language)),
        count(shipments, language),
        viewer.shipments === 0 ? "-" : share(shipments / viewer.shipments, language),
      ]),
      empty: say(language, "No field is known to have been exposed.", "Aucun champ n’est connu comme exposé."),
    },
    {
      kind: "paragraph",
      tone: "plain",
      text:
        hidden.length === 0
          ? say(
              language,
              "Which fields were not exposed is not stated.",
              "Les champs non exposés ne sont pas précisés.",
            )
          : `${say(language, "Not exposed:", "Non exposés :")} ${sentenceList(hidden, language)}.`,
    },
    ...possibleInWords(view).map((text): Block => ({ kind: "paragraph", tone: "plain", text })),
    ...(viewer.shipments === 0
      ? []
      : [
          {
            kind: "paragraph",
            tone: "plain",
            text: say(
              language,
              "Which shipments these are, and whether the recipient of each was told, is in the list that the case exports (exposures), not in this document.",
              "La liste que le dossier exporte (expositions), et non ce document, indique de quels envois il s’agit et si chaque destinataire a été avisé.",
            ),
          } satisfies Block,
        ]),
  ]
}

function dutyTables(view: Perspective): Block[] {
  const { language, viewer, duties } = view
  const lawName = (duty: Duty) => view.laws.find(({ id }) => id === duty.law)?.shortName[language] ?? duty.law
  const own = duties.filter(({ party }) => party === viewer.party)
  const others = duties.filter(({ party }) => party !== viewer.party)
  const progress = progressInWords(view)
  return [
    {
      kind: "table",
      columns: [
        { label: say(language, "Own duty", "Obligation propre"), align: "left" },
        { label: say(language, "Law", "Loi"), width: 78, align: "left" },
        { label: say(language, "Clock", "Délai"), width: 128, align: "left" },
        { label: say(language, "State", "État"), width: 150, align: "left" },
      ],
      rows: own.map((duty) => [
        [kindInWords(duty.kind, language), ...towardsInWords(view, duty), addresseeInWords(view, duty)].join("\n"),
        lawName(duty),
        clockCell(view, duty),
        stateLines(view, duty).join("\n"),
      ]),
      empty: say(
        language,
        "No law is configured to bind this party.",
        "Aucune loi n’est configurée pour cette partie.",
      ),
    },
    ...(others.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            columns: [
              {
                label: say(language, "Duty of another party", "Obligation d’une autre partie"),
                align: "left" as const,
              },
              { label: say(language, "Law", "Loi"), width: 105, align: "left" as const },
              { label: say(language, "Party", "Partie"), width: 75, align: "left" as const },
              { label: say(language, "State", "État"), width: 200, align: "left" as const },
            ],
            rows: others.map((duty) => [
              kindInWords(duty.kind, language),
              lawName(duty),
              capital(nameOf(view, duty.party)),
              stateLines(view, duty).join("\n"),
            ]),
            empty: "-",
          },
        ]),
    ...(progress.length === 0
      ? []
      : [{ kind: "paragraph" as const, text: progress.join(" "), tone: "plain" as const }]),
  ]
}

/** The clock of a duty in a table: when, and whether the law or the deployment says so. */
function clockCell(view: Perspective, duty: Duty): string {
  const { language, viewer } = view
  const { dueAt, dueIs } = duty.clock
  if (dueAt === null) return dueLines(view, duty).join("\n")
  const kind =
    dueIs === "legalDeadline"
      ? say(language, "Legal deadline", "Échéance légale")
      : say(language, "Own target; the law names no term", "Cible interne; la loi ne fixe pas de délai")
  const [, ...stand] = dueLines(view, duty)
  return [stamp(dueAt, viewer.timeZone), kind, ...stand].join("\n")
}

/** The state of a duty in a table, with what led to it. Another party's receipt is shown only to who earned it. */
function stateLines(view: Perspective, duty: Duty): string[] {
  const { language, viewer, preparedAt } = view
  const at = (iso: string) => stamp(iso, viewer.timeZone)
  const last = duty.requests.at(-1)
  const { discharged, declined, notOwed, takenOver } = duty
  const mine = duty.party === viewer.party
  return [
    outcomeCell(view, duty),
    ...(discharged !== undefined && (mine || discharged.by === viewer.party)
      ? [`${say(language, "Receipt", "Récépissé")} ${discharged.receipt.reference}`]
      : []),
    ...latenessLines(duty, preparedAt, language),
    ...(last === undefined
      ? []
      : [
          say(
            language,
            `Requested ${duty.requests.length === 1 ? "once" : `${duty.requests.length} times`}, last ${at(last.at)} by ${nameOf(view, last.by)}`,
            `Demandée ${duty.requests.length} fois, en dernier ${at(last.at)} par ${nameOf(view, last.by)}`,
          ),
        ]),
    ...(declined === undefined
      ? []
      : [
          labelled(
            `${say(language, "Declined", "Refusée")} ${at(declined.at)}`,
            declineInWords(declined.reason, language),
            language,
          ),
        ]),
    ...(takenOver === undefined
      ? []
      : [
          say(
            language,
            `Taken over ${at(takenOver.at)} by ${nameOf(view, takenOver.by)}`,
            `Prise en charge ${at(takenOver.at)} par ${nameOf(view, takenOver.by)}`,
          ),
        ]),
    ...(notOwed === undefined || !mine
      ? []
      : [notOwed.assessment.reasons.map((reason) => assessmentReasonInWords(reason, language)).join("; ")]),
    ...(duty.presumption === "probablyNotOwed" && duty.state === "open"
      ? [say(language, "Seems outside the law’s definition: assess", "Semble hors de la définition légale : à évaluer")]
      : []),
  ]
}

function outcomeCell(view: Perspective, duty: Duty): string {
  const { language, viewer } = view
  const state = stateInWords(duty.state, language)
  if (duty.discharged === undefined) return state
  const who =
    duty.discharged.by === duty.party
      ? ""
      : say(language, ` by ${nameOf(view, duty.discharged.by)}`, ` par ${nameOf(view, duty.discharged.by)}`)
  return `${state}${who} ${stamp(duty.discharged.receipt.at, viewer.timeZone)}`
}

/** Being late for the law and for a target of one's own are different things. */
function latenessLines(duty: Duty, preparedAt: string, language: DocumentLanguage): string[] {
  const legal = duty.clock.dueIs === "legalDeadline"
  if (!isSettled(duty) && isOverdue(duty, preparedAt)) {
    return [
      legal
        ? say(language, "OVERDUE", "EN RETARD")
        : say(language, "Past its own target", "Au-delà de la cible interne"),
    ]
  }
  if (duty.discharged !== undefined && isOverdue(duty, duty.discharged.receipt.at)) {
    return [
      legal
        ? say(language, "Done after the legal deadline", "Remplie après l’échéance légale")
        : say(language, "Done after its own target", "Remplie après la cible interne"),
    ]
  }
  return []
}

function measureRows(view: Perspective): string[][] {
  const { facts, viewer } = view
  const visible = new Set(["hub", ...visibleParties(facts, viewer).map(({ party }) => party)])
  return facts.measures
    .filter(({ by }) => visible.has(by))
    .map(({ at, by, code, description }) => [
      stamp(at, viewer.timeZone),
      capital(nameOf(view, by)),
      code === undefined ? withheldProse(view, description).text : measureInWords(code, view.language),
    ])
}

import { useIntl } from "react-intl"
import { Link } from "react-router"
import {
  capital,
  labelled,
  lookupsIn,
  momentSpan,
  sentenceList,
  share,
  smallestShare,
} from "../../shared/base/platform/bilingual.ts"
import { breachAtHubInWords } from "../../shared/desk/dossier/at-hub-in-words.ts"
import {
  fieldInWords,
  finderInWords,
  isAtSupplier,
  placeInWords,
  restrictionInWords,
} from "../../shared/desk/dossier/codes-in-words.ts"
import { leastOf, peopleBetween } from "../../shared/desk/dossier/unwatched-sentences.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useMailWords } from "../language/mail-words.ts"
import { BilingualText } from "../parts/bilingual-text.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import { usePartyWords } from "./duty-words.ts"

/** What is known of the breach: counts, fields, times, what the detector saw, and what stops it. */
export function WhatHappened() {
  const { view } = useCase()
  const { language } = useLanguage()
  const { formatNumber } = useIntl()
  const words = useMailWords()
  const { whatHappened } = words.sentences
  const { shipments, atLeast = false } = view.counts
  const { none, one, many, atHub, atSupplier } = whatHappened
  const ofLookups = shipments === 0 ? none : shipments === 1 && !atLeast ? one : many
  const sentence = view.atHub ? atHub : isAtSupplier(view.tool) ? atSupplier : ofLookups
  return (
    <>
      <p>
        <strong>{sentence.replace("{count}", leastOf(atLeast, formatNumber(shipments), language))}</strong>
      </p>
      <AtHub />
      <Counts />
      <Findings />
      <Containment />
    </>
  )
}

/** What the operator said, if the exchange itself was breached. */
function AtHub() {
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const { breachAtHub } = useCase().view
  if (breachAtHub === undefined) return null
  return breachAtHubInWords(breachAtHub, { language, timeZone }).map((sentence) => <p key={sentence}>{sentence}</p>)
}

function Counts() {
  const say = useSay()
  const words = useMailWords()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const { formatNumber } = useIntl()
  const { view } = useCase()
  const { tool, counts, firstExposureAt, lastExposureAt, finder, caseAlias } = view
  const ofAll = counts.shareOfTotal
  const isNotKnown = view.unknownBecause !== undefined
  const atLeast = (amount: string) => leastOf(counts.atLeast === true, amount, language)
  return (
    <dl className="facts">
      <Row term={words.labels.tool}>
        {capital(placeInWords(tool, view.atHub, language))} <CarrierOfTool />
      </Row>
      <Row term={words.labels.shipments}>
        {isNotKnown && counts.shipments === 0 ? words.notKnown : atLeast(formatNumber(counts.shipments))}
        {ofAll === undefined || ofAll < smallestShare
          ? null
          : ` (${words.ofAllOrders.replace("{share}", atLeast(share(ofAll, language)))})`}
      </Row>
      {counts.people === undefined ? null : (
        <Row term={say("happened.people")}>
          {peopleBetween(counts.people, counts.peopleAtMost, language)}{" "}
          <span className="hint">{say("happened.peopleHint")}</span>
        </Row>
      )}
      {counts.possibleShipments === undefined ? null : (
        <Row term={words.labels.possible}>{atLeast(formatNumber(counts.possibleShipments))}</Row>
      )}
      <FieldRows />
      {firstExposureAt === undefined || lastExposureAt === undefined ? null : (
        <Row term={words.labels.period}>
          {capital(lookupsIn(momentSpan(firstExposureAt, lastExposureAt, timeZone, language), language))}
        </Row>
      )}
      {finder === undefined ? null : (
        <Row term={say("happened.finder")}>
          {finderInWords(finder.kind, language)}, <Moment at={finder.receivedAt} />
        </Row>
      )}
      <Reported />
      {view.atHub ? null : (
        <Row term={say("happened.list")}>
          <Link to={`/cases/${caseAlias}/exposures`}>{say("happened.toList")}</Link>
        </Row>
      )}
    </dl>
  )
}

/** What the party itself reported: nobody has proven it. */
function Reported() {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const { reported } = useCase().view
  if (reported === undefined) return null
  const { since, until, range, fields = [] } = reported
  const inWords = fields.map((field) => fieldInWords(field, language))
  return (
    <Row term={say("happened.reported")}>
      <ul>
        <li>{say("happened.reportedTime", { during: momentSpan(since, until, timeZone, language) })}</li>
        {range === undefined ? null : <li>{say("happened.reportedRange", range)}</li>}
        {inWords.length === 0 ? null : (
          <li>{say("happened.reportedFields", { fields: sentenceList(inWords, language) })}</li>
        )}
      </ul>
    </Row>
  )
}

/** The carrier whose tool it was, where the party deals with one alone. */
function CarrierOfTool() {
  const { tool, others } = useCase().view
  const [carrier, ...more] = others.filter(({ kind }) => kind === "carrier")
  if (tool === "guarded" || carrier?.alias === undefined || more.length > 0) return null
  return <span className="hint">({carrier.alias})</span>
}

function FieldRows() {
  const words = useMailWords()
  const say = useSay()
  const { language } = useLanguage()
  const { view } = useCase()
  const { fieldsExposed, fieldsPossiblyExposed = [], fieldsNotExposed, counts } = view
  const perhaps = fieldsPossiblyExposed.map((field) => fieldInWords(field, language))
  const hidden = fieldsNotExposed.map((field) => fieldInWords(field, language))
  return (
    <>
      {fieldsExposed.length === 0 ? null : (
        <Row term={words.labels.seen}>
          <ul>
            {fieldsExposed.map(({ field, shipments }) => (
              <li key={field}>
                {fieldInWords(field, language)}{" "}
                <span className="hint">{say("happened.fieldOf", { shipments, all: counts.shipments })}</span>
              </li>
            ))}
          </ul>
        </Row>
      )}
      {perhaps.length === 0 ? null : <Row term={words.labels.perhapsSeen}>{sentenceList(perhaps, language)}</Row>}
      {hidden.length === 0 ? null : <Row term={words.labels.notSeen}>{sentenceList(hidden, language)}</Row>}
    </>
  )
}

function Findings() {
  const say = useSay()
  const { findings, findingsInAll } = useCase().view
  if (findings.length === 0) return null
  return (
    <details>
      <summary>{say("happened.findings")}</summary>
      {findingsInAll > findings.length ? (
        <p>{say("happened.findingsShown", { shown: findings.length, all: findingsInAll })}</p>
      ) : null}
      <ul>
        {findings.slice(-5).map((finding) => (
          <li key={`${finding.chart} ${finding.crossedAt}`}>
            <BilingualText text={finding.explanation} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Containment() {
  const say = useSay()
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const { timeZone } = useSession()
  const { tool, restrictedSince, containment } = useCase().view
  const by = containment.by === undefined || "self" in containment.by ? say("party.self") : nameParty(containment.by)
  return (
    <>
      <h3>{say("happened.stopped")}</h3>
      {restrictedSince === undefined ? null : <p>{restrictionInWords(tool, restrictedSince, timeZone)[language]}</p>}
      {containment.attested && containment.at !== undefined ? (
        <p>
          {labelled(say("happened.attested"), capital(by), language)}, <Moment at={containment.at} />
        </p>
      ) : (
        <p>{say("happened.notAttested")}</p>
      )}
    </>
  )
}

function Row({ term, children }: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

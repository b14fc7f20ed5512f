import type { Law } from "./law.ts"
import { caOnFippa } from "./laws/ca-on-fippa.ts"
import { caPipeda } from "./laws/ca-pipeda.ts"
import { caPrivacyAct } from "./laws/ca-privacy-act.ts"
import { caQcAccessAct } from "./laws/ca-qc-access-act.ts"
import { caQcPrivateSectorAct } from "./laws/ca-qc-private-sector-act.ts"
import { euGdpr } from "./laws/eu-gdpr.ts"
import { usCaCivil179882 } from "./laws/us-ca-civil-1798-82.ts"

/** Every law of the pack. A new law is a file in `laws/`, a line here and its id in `lawId` of `contracts/words.ts`. */
export const lawCatalogue: readonly Law[] = [
  caPipeda,
  caPrivacyAct,
  caOnFippa,
  caQcAccessAct,
  caQcPrivateSectorAct,
  euGdpr,
  usCaCivil179882,
]

/** The law with this id; undefined if the pack has none. */
export const findLaw = (id: string): Law | undefined => lawCatalogue.find((law) => law.id === id)

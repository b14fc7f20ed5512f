import type { Law } from "./law.ts"
import { auPrivacyAct } from "./laws/au-privacy-act.ts"
import { caAbPipa } from "./laws/ca-ab-pipa.ts"
import { caBcFoippa } from "./laws/ca-bc-foippa.ts"
import { caBcPipa } from "./laws/ca-bc-pipa.ts"
import { caOnFippa } from "./laws/ca-on-fippa.ts"
import { caPipeda } from "./laws/ca-pipeda.ts"
import { caPrivacyAct } from "./laws/ca-privacy-act.ts"
import { caQcAccessAct } from "./laws/ca-qc-access-act.ts"
import { caQcPrivateSectorAct } from "./laws/ca-qc-private-sector-act.ts"
import { chFadp } from "./laws/ch-fadp.ts"
import { euGdpr } from "./laws/eu-gdpr.ts"
import { ukGdpr } from "./laws/uk-gdpr.ts"
import { usCaCivil179882 } from "./laws/us-ca-civil-1798-82.ts"
import { usNyGbl899Aa } from "./laws/us-ny-gbl-899-aa.ts"
import { usTxBcc521053 } from "./laws/us-tx-bcc-521-053.ts"

/** Every law of the pack. A new law is a file in `laws/`, a line here and its id in `lawId` of `contracts/words.ts`. */
export const lawCatalogue: readonly Law[] = [
  caPipeda,
  caPrivacyAct,
  caOnFippa,
  caQcAccessAct,
  caQcPrivateSectorAct,
  caAbPipa,
  caBcFoippa,
  caBcPipa,
  euGdpr,
  ukGdpr,
  chFadp,
  auPrivacyAct,
  usCaCivil179882,
  usTxBcc521053,
  usNyGbl899Aa,
]

/** The law with this id; undefined if the pack has none. */
export const findLaw = (id: string): Law | undefined => lawCatalogue.find((law) => law.id === id)

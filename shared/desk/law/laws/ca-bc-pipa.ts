import { defineLaw } from "../law.ts"

/**
 * The whole Act was read, as current to 2026-02-03. It asks for reasonable security (s. 34), and for nothing after a
 * breach. It is in the pack so that a party that it binds can say so, and the documents with it.
 */
export const caBcPipa = defineLaw({
  id: "ca-bc-pipa",
  name: {
    en: "Personal Information Protection Act, S.B.C. 2003, c. 63",
    fr: "Personal Information Protection Act de la Colombie-Britannique, S.B.C. 2003, ch. 63",
  },
  shortName: { en: "BC PIPA", fr: "PIPA de la C.-B." },
  jurisdiction: "CA-BC",
  reach: "party",
  binds: {
    en: "Private-sector organizations in British Columbia. The Act asks for no notice and no register: notice is voluntary. Counsel must confirm where PIPEDA applies, as it may across borders",
    fr: "Les organisations du secteur privé en Colombie-Britannique. La Loi ne demande ni avis ni registre : l’avis est volontaire. Un conseiller juridique doit confirmer où la LPRPDE s’applique, ce qui peut être le cas au-delà des frontières",
  },
  noticeLanguages: ["en", "fr"],
  rules: [],
})

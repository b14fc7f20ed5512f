import { count, say } from "../../base/platform/bilingual.ts"
import type { Block } from "./document.ts"
import type { Perspective } from "./perspective.ts"

/** Most accessors that the document lists. */
const accessorsShown = 500

/** The accessors of a case, each by its keyed fingerprint. */
export function fingerprints({ facts, language }: Perspective): Block[] {
  const rows = [
    ...facts.accessor.subjects.map((fingerprint) => [say(language, "Subject", "Sujet"), fingerprint]),
    ...facts.accessor.networks.map((fingerprint) => [say(language, "Network", "Réseau"), fingerprint]),
    ...facts.accessor.prefixes.map((fingerprint) => [say(language, "IPv6 prefix", "Préfixe IPv6"), fingerprint]),
  ]
  const sentence = say(
    language,
    `The case has ${count(rows.length, "en")} accessors. This table shows ${accessorsShown} of them.`,
    `Le dossier compte ${count(rows.length, "fr")} auteurs de l’accès. Ce tableau en montre ${accessorsShown}.`,
  )
  return [
    ...(rows.length > accessorsShown ? [{ kind: "paragraph", tone: "plain", text: sentence } as const] : []),
    {
      kind: "table",
      columns: [
        { label: say(language, "Kind", "Genre"), width: 90, align: "left" },
        { label: say(language, "Keyed fingerprint", "Empreinte à clé"), align: "left" },
      ],
      rows: rows.slice(0, accessorsShown),
      empty: say(language, "No accessor is attributed.", "Aucun auteur n’est attribué."),
    },
  ]
}

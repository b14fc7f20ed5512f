/** What a column of a log is for. */
export const logRoles = ["at", "reference", "accessor", "fields", "accessId"] as const

export type LogRole = (typeof logRoles)[number]

/** The place of the column of each role. A role without a column is left out. */
export type LogMapping = Readonly<Partial<Record<LogRole, number>>>

/** Names that columns of logs have, the preferred one first, in lower case and without separators. */
const names: Readonly<Record<LogRole, readonly string[]>> = {
  at: ["at", "timestamp", "time", "datetime", "date", "timelocal", "requesttime", "horodatage", "dateetheure", "heure"],
  reference: [
    ...["trackingnumber", "shipmentid", "referencetrackingnumber", "reference", "shipment", "parcel", "number"],
    ...["numérodesuivi", "identifiantdel'envoi", "envoi", "colis"],
  ],
  accessor: [
    ...["accessor", "accessorip", "clientip", "ip", "ipaddress", "remoteaddr", "remoteaddress", "visitor", "session"],
    ...["adresseip", "visiteur", "auteur"],
  ],
  fields: ["fields", "shown", "disclosed", "champs", "affiché"],
  accessId: ["accessid", "requestid", "lookupid", "id", "identifiant"],
}

/** The columns of a log as far as their names show it; the officer can change them. */
export function guessedLogColumns(columns: readonly string[]): LogMapping {
  const places = new Map<string, number>()
  for (const [place, column] of columns.entries()) {
    const plain = plainName(column)
    if (!places.has(plain)) places.set(plain, place)
  }
  const mapping: Partial<Record<LogRole, number>> = {}
  for (const role of logRoles) {
    const place = names[role].map((name) => places.get(name)).find((known) => known !== undefined)
    if (place !== undefined) mapping[role] = place
  }
  return mapping
}

const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/[\s_.@/-]/g, "")

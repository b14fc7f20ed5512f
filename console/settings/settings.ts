import type { paths } from "../../client/api/generated/paths.ts"

type SettingsAnswer = paths["/v1/settings"]["get"]["responses"][200]["content"]["application/json"]

export type Settings = SettingsAnswer["settings"]
export type SettingsChange = SettingsAnswer["history"][number]
export type SettingName = SettingsAnswer["changed"][number]
export type HeavyReader = NonNullable<Settings["heavyReaders"]>[number]

export type Counterparty = NonNullable<Settings["counterparties"]>[number]

export type Authority = NonNullable<Settings["authorities"]>[number]

/** A change as the hub takes it. */
export type SettingsPatch = paths["/v1/settings"]["patch"]["requestBody"]["content"]["application/json"]

import { Fragment, type ReactNode } from "react"
import { Link } from "react-router"
import { useMayAct, useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { Reading } from "../parts/reading.tsx"
import { AuthorityForm, RemoveAuthorityForm } from "./authority-form.tsx"
import { ContactsForm } from "./contacts-form.tsx"
import { CounterpartyForm, RemoveCounterpartyForm } from "./counterparty-form.tsx"
import { OfficerKeyActions } from "./officer-keys.tsx"
import { ReadersForm, RemoveReaderForm } from "./readers-form.tsx"
import { AppliesNow, SettingLines, type SettingsFormProps, type ShownSettings } from "./setting-lines.tsx"
import { type Vendor, vendors } from "./setting-words.ts"
import type { SettingName, SettingsChange } from "./settings.ts"
import { SettingsHistory, useCredentialWords } from "./settings-history.tsx"
import { useSettings, useSettingsCommand } from "./settings-query.ts"
import { ThresholdsForm } from "./thresholds-form.tsx"
import { TrackingSiteForm } from "./tracking-site-form.tsx"
import { WayToCheckForm } from "./way-to-check-form.tsx"
import { AddressForm, VerifyForm, WebhookState } from "./webhook-form.tsx"

/** What a party says of itself: whom alerts are mailed to, where events are sent, and the rest. */
export function SettingsPage() {
  const say = useSay()
  const mayAct = useMayAct()
  const { pages, history, shown } = useSettings()
  return (
    <Page title={say("settings.title")}>
      <p>{say("settings.intro")}</p>
      {mayAct ? null : <p>{say("settings.reader")}</p>}
      <Reading of={pages} />
      {shown === undefined ? null : (
        <>
          <Settings shown={shown} history={history} />
          <SettingsHistory history={history} pages={pages} />
        </>
      )}
    </Page>
  )
}

type SettingsProps = { readonly shown: ShownSettings; readonly history: readonly SettingsChange[] }

function Settings({ shown, history }: SettingsProps) {
  const { partyKind } = useSession()
  const of = { shown, history }
  return (
    <>
      <Contacts {...of} name="emails" />
      <Contacts {...of} name="escalationEmails" />
      <WebhookSetting {...of} />
      <Readers {...of} />
      {partyKind === "retailer" ? <Thresholds {...of} /> : null}
      <TrackingSite {...of} />
      <WayToCheck {...of} />
      <Authorities {...of} />
      {partyKind === "retailer" ? <Counterparties {...of} /> : null}
      <Setting {...of} name="contracts" />
      <Vendors {...of} />
      <Approvals {...of} />
      <Setting {...of} name="officerKeys" actions={<OfficerKeyActions shown={shown} />} />
    </>
  )
}

type SettingProps = SettingsProps & {
  readonly name: SettingName
  /** What the page says beside the value. */
  readonly children?: ReactNode
  /** What an officer can do. */
  readonly actions?: ReactNode
}

/** One setting in words, since when it applies, and what an officer can do with it. */
function Setting({ shown, history, name, children, actions }: SettingProps) {
  const say = useSay()
  const mayAct = useMayAct()
  const hasOwn = shown.changed.includes(name)
  return (
    <section className="card" aria-labelledby={`setting-${name}`}>
      <h2 id={`setting-${name}`}>{say(`settings.name.${name}`)}</h2>
      <p className="hint">{say(`settings.about.${name}`)}</p>
      <SettingLines name={name} value={shown.settings[name]} />
      <Since hasOwn={hasOwn} change={history.find(({ changes }) => changes.some(({ field }) => field === name))} />
      {children}
      {mayAct && actions !== undefined ? (
        <div className="buttons">
          {actions}
          {hasOwn && name !== "vendors" && name !== "officerKeys" ? (
            <ActionDialog
              className="quiet"
              label={say("settings.follow")}
              name={`${say("settings.follow")}: ${say(`settings.name.${name}`)}`}
              title={say("settings.follow")}
            >
              {(close) => <FollowForm name={name} shown={shown} onDone={close} />}
            </ActionDialog>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

/** Since when a setting is as it is, and who made it so. */
function Since({ hasOwn, change }: { readonly hasOwn: boolean; readonly change: SettingsChange | undefined }) {
  const say = useSay()
  const nameCredential = useCredentialWords()
  if (change === undefined)
    return <p className="hint">{say(hasOwn ? "settings.changedEarlier" : "settings.asAgreed")}</p>
  return (
    <p className="hint">
      {say(hasOwn ? "settings.changedAt" : "settings.agreedAgainAt")} <Moment at={change.at} />,{" "}
      {nameCredential(change.by)}
    </p>
  )
}

/** The button that opens the form of a setting. */
function ChangeButton(props: { readonly name: SettingName; readonly children: (close: () => void) => ReactNode }) {
  const say = useSay()
  const { name, children } = props
  const title = say(`settings.name.${name}`)
  return (
    <ActionDialog
      label={say("settings.change")}
      name={`${say("settings.change")}: ${title}`}
      title={title}
      draft={`setting ${name}`}
    >
      {children}
    </ActionDialog>
  )
}

function Contacts({ name, ...of }: SettingsProps & { readonly name: "emails" | "escalationEmails" }) {
  const form = (close: () => void) => <ContactsForm name={name} shown={of.shown} onDone={close} />
  return <Setting {...of} name={name} actions={<ChangeButton name={name}>{form}</ChangeButton>} />
}

function WebhookSetting(of: SettingsProps) {
  const say = useSay()
  const { settings, webhook } = of.shown
  if (settings.webhookUrl === undefined)
    return (
      <Setting {...of} name="webhookUrl">
        <p>{say("settings.webhook.none")}</p>
      </Setting>
    )
  return (
    <Setting
      {...of}
      name="webhookUrl"
      actions={
        <>
          <ChangeButton name="webhookUrl">{(close) => <AddressForm shown={of.shown} onDone={close} />}</ChangeButton>
          {webhook === undefined ? null : (
            <ActionDialog label={say("settings.webhook.verify")} title={say("settings.webhook.verify")}>
              {(close) => <VerifyForm shown={of.shown} onDone={close} />}
            </ActionDialog>
          )}
        </>
      }
    >
      <WebhookState webhook={webhook} />
      <p>
        <Link to="/webhook">{say("settings.webhook.toAttempts")}</Link>
      </p>
    </Setting>
  )
}

function Readers(of: SettingsProps) {
  const say = useSay()
  const { heavyReaders = [] } = of.shown.settings
  return (
    <Setting
      {...of}
      name="heavyReaders"
      actions={
        <>
          <ActionDialog label={say("settings.reader.add")} title={say("settings.reader.add")} draft="reader">
            {(close) => <ReadersForm shown={of.shown} onDone={close} />}
          </ActionDialog>
          {heavyReaders.map((reader, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two readers can have one name, and the place says which.
            <Fragment key={place}>
              <ActionDialog
                label={say("settings.reader.change", { name: reader.name })}
                title={say("settings.reader.change", { name: reader.name })}
              >
                {(close) => <ReadersForm shown={of.shown} reader={reader} onDone={close} />}
              </ActionDialog>
              <ActionDialog
                label={say("settings.reader.remove", { name: reader.name })}
                title={say("settings.reader.remove", { name: reader.name })}
              >
                {(close) => <RemoveReaderForm shown={of.shown} reader={reader} onDone={close} />}
              </ActionDialog>
            </Fragment>
          ))}
        </>
      }
    />
  )
}

/** The authorities to which the party reports under laws that leave it open which. */
function Authorities(of: SettingsProps) {
  const say = useSay()
  const { authorities = [] } = of.shown.settings
  const add = say("settings.authority.add")
  return (
    <Setting
      {...of}
      name="authorities"
      actions={
        <>
          <ActionDialog label={add} title={add} draft="authority">
            {(close) => <AuthorityForm shown={of.shown} onDone={close} />}
          </ActionDialog>
          {authorities.map((authority) => {
            const label = say("settings.reader.remove", { name: authority.name })
            return (
              <ActionDialog key={`${authority.law} ${authority.name}`} label={label} title={label}>
                {(close) => <RemoveAuthorityForm shown={of.shown} authority={authority} onDone={close} />}
              </ActionDialog>
            )
          })}
        </>
      }
    />
  )
}

/** Carriers that take no part. Nobody but the party itself knows of them. */
function Counterparties(of: SettingsProps) {
  const say = useSay()
  const { counterparties = [] } = of.shown.settings
  const add = say("settings.carrier.add")
  return (
    <Setting
      {...of}
      name="counterparties"
      actions={
        <>
          <ActionDialog label={add} title={add} draft="carrier">
            {(close) => <CounterpartyForm shown={of.shown} onDone={close} />}
          </ActionDialog>
          {counterparties.map((carrier) => (
            <Fragment key={carrier.key}>
              <ActionDialog
                label={say("settings.reader.change", { name: carrier.name })}
                title={say("settings.reader.change", { name: carrier.name })}
                draft={`carrier ${carrier.key}`}
              >
                {(close) => <CounterpartyForm shown={of.shown} carrier={carrier} onDone={close} />}
              </ActionDialog>
              <ActionDialog
                label={say("settings.reader.remove", { name: carrier.name })}
                title={say("settings.reader.remove", { name: carrier.name })}
              >
                {(close) => <RemoveCounterpartyForm shown={of.shown} carrier={carrier} onDone={close} />}
              </ActionDialog>
            </Fragment>
          ))}
        </>
      }
    />
  )
}

function Thresholds(of: SettingsProps) {
  const form = (close: () => void) => <ThresholdsForm shown={of.shown} onDone={close} />
  return <Setting {...of} name="thresholds" actions={<ChangeButton name="thresholds">{form}</ChangeButton>} />
}

function TrackingSite(of: SettingsProps) {
  const form = (close: () => void) => <TrackingSiteForm shown={of.shown} onDone={close} />
  return <Setting {...of} name="trackingSite" actions={<ChangeButton name="trackingSite">{form}</ChangeButton>} />
}

function WayToCheck(of: SettingsProps) {
  const form = (close: () => void) => <WayToCheckForm shown={of.shown} onDone={close} />
  return <Setting {...of} name="wayToCheck" actions={<ChangeButton name="wayToCheck">{form}</ChangeButton>} />
}

/** A vendor is connected with its secret, which only a program sends. */
function Vendors(of: SettingsProps) {
  const say = useSay()
  const connected = vendors.filter((vendor) => of.shown.settings.vendors?.[vendor] !== undefined)
  const disconnect = (vendor: Vendor) => {
    const label = say("settings.vendor.end", { vendor: say(`settings.vendor.${vendor}`) })
    return (
      <ActionDialog key={vendor} label={label} title={label}>
        {(close) => <DisconnectForm vendor={vendor} shown={of.shown} onDone={close} />}
      </ActionDialog>
    )
  }
  return <Setting {...of} name="vendors" {...(connected.length === 0 ? {} : { actions: connected.map(disconnect) })} />
}

/** Read only: no person alone may do without the second one. */
function Approvals(of: SettingsProps) {
  const say = useSay()
  return (
    <Setting {...of} name="approvals">
      <p>{say("settings.approvalsByKey")}</p>
    </Setting>
  )
}

/** Confirms that a setting is again as it was agreed with the hub. */
function FollowForm({ name, shown, onDone }: SettingsFormProps & { readonly name: SettingName }) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  return (
    <CommandForm command={command} label={say("settings.follow")} input={() => ({ [name]: null })} isDanger>
      <p>{say("settings.followMeans", { setting: say(`settings.name.${name}`) })}</p>
      <AppliesNow name={name} shown={shown} />
    </CommandForm>
  )
}

/** Confirms that nothing more is taken from a vendor. */
function DisconnectForm({ vendor, shown, onDone }: SettingsFormProps & { readonly vendor: Vendor }) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  const label = say("settings.vendor.end", { vendor: say(`settings.vendor.${vendor}`) })
  return (
    <CommandForm command={command} label={label} input={() => ({ vendors: { [vendor]: null } })} isDanger>
      <p>{say("settings.vendor.endMeans")}</p>
      <AppliesNow name="vendors" shown={shown} />
    </CommandForm>
  )
}

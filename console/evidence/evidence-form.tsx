import { useQueryClient } from "@tanstack/react-query"
import { useId, useRef, useState } from "react"
import { Button } from "react-aria-components"
import { contentFault, endsOf } from "../../shared/desk/evidence-content.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { ProblemText, Wrong } from "../parts/problem-text.tsx"
import { useByteWords } from "./evidence-list.tsx"
import { acceptedEndings, type DeclaredFile, evidenceTypeOf, mostEvidenceBytes } from "./evidence-type.ts"
import { UploadFailed, upload } from "./upload.ts"

/** How far the adding of a file is. */
type Adding = {
  readonly step: "nothing" | "hashing" | "uploading" | "done" | "failed"
  /** Bytes that were sent. */
  readonly sent: number
  readonly problem: Error | null
  readonly add: (file: File) => Promise<void>
  readonly stop: () => void
}

const nothing = { step: "nothing", sent: 0, problem: null } as const

/** Hashes a file in the browser, declares it in the case, and sends it to the bucket. */
function useAdding(onDone: () => void): Adding {
  const { caseAlias } = useCase().view
  const queries = useQueryClient()
  const [state, setState] = useState<Omit<Adding, "add" | "stop">>(nothing)
  const stopping = useRef(new AbortController())
  const send = async (file: File, signal: AbortSignal) => {
    const { key, declared } = await declarationOf(caseAlias, file)
    const params = { path: { caseAlias } }
    const { body } = await answerOf(
      api.POST("/v1/cases/{caseAlias}/evidence", { params, headers: { "idempotency-key": key }, body: declared }),
    )
    setState({ ...nothing, step: "uploading" })
    await upload(file, body.upload, { signal, noteSent: (sent) => setState((before) => ({ ...before, sent })) })
  }
  const add = async (file: File) => {
    stopping.current = new AbortController()
    setState({ ...nothing, step: "hashing" })
    const problem = await send(file, stopping.current.signal).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    await queries.invalidateQueries({ queryKey: caseKey(caseAlias) })
    setState({ ...nothing, step: problem === null ? "done" : "failed", problem })
    if (problem === null) onDone()
  }
  return { ...state, add, stop: () => stopping.current.abort() }
}

/** Chooses a file, and adds it. */
export function EvidenceForm() {
  const say = useSay()
  const id = useId()
  const announce = useAnnounce()
  const chosen = useChosenFile()
  const { file } = chosen
  const adding = useAdding(() => {
    announce(say("evidence.added"))
    chosen.forget()
  })
  const isRunning = adding.step === "hashing" || adding.step === "uploading"
  return (
    <section className="file-choice" aria-labelledby={id}>
      <h3 id={id}>{say("evidence.add")}</h3>
      <FileField chosen={chosen} isDisabled={isRunning} />
      <AddingProgress adding={adding} bytes={file?.size ?? 0} />
      <div className="buttons">
        <Button
          className="primary"
          isDisabled={file === undefined || isRunning}
          onPress={() => (file === undefined ? undefined : void adding.add(file))}
        >
          {say(adding.step === "failed" ? "evidence.again" : "evidence.addButton")}
        </Button>
        {adding.step === "uploading" ? <Button onPress={adding.stop}>{say("evidence.stop")}</Button> : null}
      </div>
    </section>
  )
}

/** The file that the person chose, or what keeps it from being added. */
function useChosenFile() {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [fault, setFault] = useState<FileFault>()
  const choose = (chosen: File | undefined) => {
    const found = chosen && faultOf(chosen)
    setFault(found)
    setFile(found === undefined ? chosen : undefined)
  }
  const forget = () => {
    setFile(undefined)
    if (input.current !== null) input.current.value = ""
  }
  return { input, file, fault, choose, forget }
}

type FileFieldProps = { readonly chosen: ReturnType<typeof useChosenFile>; readonly isDisabled: boolean }

function FileField({ chosen: { input, fault, choose }, isDisabled }: FileFieldProps) {
  const say = useSay()
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{say("evidence.file")}</label>
      <input
        ref={input}
        id={id}
        type="file"
        accept={acceptedEndings}
        disabled={isDisabled}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => choose(target.files?.[0])}
      />
      <p id={`${id}-hint`} className="hint">
        {say("evidence.hint")}
      </p>
      {fault === undefined ? null : <Wrong>{say(`evidence.fault.${fault}`)}</Wrong>}
    </>
  )
}

function AddingProgress({ adding, bytes }: { readonly adding: Adding; readonly bytes: number }) {
  const say = useSay()
  const id = useId()
  const inWords = useByteWords()
  const { step, sent, problem } = adding
  return (
    <>
      <p id={id} role="status">
        {step === "hashing" ? say("evidence.hashing") : null}
        {step === "uploading" ? say("evidence.uploading", { size: inWords(bytes) }) : null}
      </p>
      {step === "uploading" ? <progress aria-labelledby={id} value={sent} max={bytes} /> : null}
      {problem === null ? null : <AddingProblem problem={problem} />}
    </>
  )
}

function AddingProblem({ problem }: { readonly problem: Error }) {
  const say = useSay()
  if (problem instanceof UploadFailed) return <Wrong>{say("evidence.uploadFailed")}</Wrong>
  if (problem instanceof NotAsNamed)
    return <Wrong>{say(problem.message === "cutOff" ? "evidence.fault.cutOff" : "evidence.fault.content")}</Wrong>
  return <ProblemText problem={problem} isAnswer />
}

/** A file that is not what its name says, such as a text that is called a PDF, or a part of a PDF. */
class NotAsNamed extends Error {
  override readonly name = "NotAsNamed"
}

/** Why a file cannot be added. */
type FileFault = "empty" | "tooLarge" | "otherType" | "name"

/** What keeps a file from being added, if anything. */
function faultOf({ name, size }: Pick<File, "name" | "size">): FileFault | undefined {
  if (size === 0) return "empty"
  if (size > mostEvidenceBytes) return "tooLarge"
  if (name.length > 200) return "name"
  return evidenceTypeOf(name) === undefined ? "otherType" : undefined
}

const hexOf = (bytes: ArrayBuffer) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0"))

/** SHA-256 in hexadecimal. */
async function sha256(content: BufferSource): Promise<string> {
  return hexOf(await crypto.subtle.digest("SHA-256", content)).join("")
}

/**
 * What is declared of a file, and the id of the command that declares it. The same file in the same case has the same
 * id, so whoever tries again after a failure goes on with it.
 *
 * @throws NotAsNamed
 */
async function declarationOf(caseAlias: string, file: File): Promise<{ key: string; declared: DeclaredFile }> {
  const { name, size: bytes } = file
  const contentType = evidenceTypeOf(name)
  if (contentType === undefined) throw new Error("The file is of a type that is not taken")
  const content = new Uint8Array(await file.arrayBuffer())
  const fault = contentFault(contentType, endsOf(content))
  if (fault !== undefined) throw new NotAsNamed(fault)
  const declared = { name, contentType, bytes, sha256: await sha256(content) }
  const key = await sha256(new TextEncoder().encode(JSON.stringify([caseAlias, declared])))
  return { key, declared }
}

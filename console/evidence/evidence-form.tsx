import { useId, useRef, useState } from "react"
import { Button } from "react-aria-components"
import { useSay } from "../language/use-say.ts"
import { useAnnounce } from "../parts/announcements.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { type FileFault, faultOf } from "./chosen-file.ts"
import { useByteWords } from "./evidence-list.tsx"
import { acceptedEndings } from "./evidence-type.ts"
import { UploadFailed } from "./upload.ts"
import { type Adding, useAdding } from "./use-adding.ts"

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
      <h2 id={id}>{say("evidence.add")}</h2>
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
      {fault === undefined ? null : (
        <p className="problem" role="alert">
          {say(`evidence.fault.${fault}`)}
        </p>
      )}
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
      {problem instanceof UploadFailed ? (
        <p className="problem" role="alert">
          {say("evidence.uploadFailed")}
        </p>
      ) : null}
      {problem === null || problem instanceof UploadFailed ? null : <ProblemText problem={problem} isAnswer />}
    </>
  )
}

/** Tells a person how far a long piece of work has come. */
export interface Progress {
  /** Begins a step of so many parts. */
  step(label: string, parts: number): Step
}

export interface Step {
  /** So many more parts are done. */
  advance(parts?: number): void
  /** So many parts are done by now. */
  reach(parts: number): void
  end(): void
}

/** A bar that moves on a terminal; elsewhere one line for each step, when it is done. */
export function progressOn(stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>): Progress {
  return {
    step(label, parts) {
      const began = performance.now()
      let done = 0
      let drawnAt = Number.NEGATIVE_INFINITY
      const reach = (reached: number) => {
        done = reached
        if (!stream.isTTY || performance.now() - drawnAt < REDRAW_MILLISECONDS) return
        drawnAt = performance.now()
        stream.write(`\r${barLine(label, done, parts)}${ERASE_REST}`)
      }
      reach(0)
      return {
        reach,
        advance: (more = 1) => reach(done + more),
        end() {
          const line = `${label.padEnd(LABEL_WIDTH)} ${counted(parts)}  ${seconds(performance.now() - began)}`
          stream.write(stream.isTTY ? `\r${line}${ERASE_REST}\n` : `${line}\n`)
        },
      }
    },
  }
}

const REDRAW_MILLISECONDS = 80
const ERASE_REST = '\u001B[K'
const LABEL_WIDTH = 30
const BAR_WIDTH = 30
const COUNT_WIDTH = 7

function barLine(label: string, done: number, parts: number): string {
  const filled = Math.round(Math.min(1, done / Math.max(1, parts)) * BAR_WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  return `${label.padEnd(LABEL_WIDTH)} ${counted(done)}  ${bar}`
}

const counted = (parts: number): string => parts.toLocaleString('en').padStart(COUNT_WIDTH)

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`.padStart(7)

import type { Writable } from 'node:stream'

/** Tells a person how far a long piece of work has come. */
export interface Progress {
  /** Begins a step of so many parts. */
  step(label: string, parts: number): Step
}

export interface Step {
  advance(parts?: number): void
  /** The step is done; answers how long it took. */
  end(): number
}

/** A bar that moves on a terminal; elsewhere one line for each step, when it is done. */
export function progressOn(stream: Writable & { readonly isTTY?: boolean }): Progress {
  return {
    step(label, parts) {
      const began = performance.now()
      let done = 0
      let drawnAt = 0
      const draw = () => {
        drawnAt = performance.now()
        stream.write(`\r${barLine(label, done, parts)}${ERASE_REST}`)
      }
      if (stream.isTTY) draw()
      return {
        advance(more = 1) {
          done += more
          if (stream.isTTY && performance.now() - drawnAt > REDRAW_MILLISECONDS) draw()
        },
        end() {
          const milliseconds = Math.round(performance.now() - began)
          stream.write(`${stream.isTTY ? '\r' : ''}${doneLine(label, parts, milliseconds)}\n`)
          return milliseconds
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

export function barLine(label: string, done: number, parts: number): string {
  const share = parts === 0 ? 1 : Math.min(1, done / parts)
  const filled = Math.round(share * BAR_WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  return `${label.padEnd(LABEL_WIDTH)} ${bar} ${done.toLocaleString('en').padStart(COUNT_WIDTH)} of ${parts.toLocaleString('en')}`
}

const doneLine = (label: string, parts: number, milliseconds: number): string =>
  `${label.padEnd(LABEL_WIDTH)} ${parts.toLocaleString('en').padStart(COUNT_WIDTH)}  ${seconds(milliseconds)}`

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`.padStart(8)

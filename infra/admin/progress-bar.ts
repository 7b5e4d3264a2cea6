export interface ProgressBar {
  /** `share` from 0 to 1. */
  show(share: number, text: string): void
  /** Takes it away, so that what is printed next stands alone. */
  clear(): void
}

/** One line that is drawn over again, on a terminal only; elsewhere nothing. */
export function progressBar(terminal: NodeJS.WriteStream = process.stderr): ProgressBar {
  let drawn = ''
  let drawnAt = 0
  if (!terminal.isTTY) return { show: () => {}, clear: () => {} }
  return {
    show(share, text) {
      const filled = Math.round(share * BAR_WIDTH)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
      const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${text}`
      if (line === drawn || (share < 1 && performance.now() - drawnAt < REDRAW_MILLISECONDS)) return
      drawn = line
      drawnAt = performance.now()
      terminal.write(`\r${line.slice(0, (terminal.columns || COLUMNS) - 1)}\u001b[K`)
    },
    clear() {
      if (drawn !== '') terminal.write('\r\u001b[K')
      drawn = ''
    },
  }
}

const BAR_WIDTH = 30
const REDRAW_MILLISECONDS = 50

/** Of a terminal that does not say. */
const COLUMNS = 80

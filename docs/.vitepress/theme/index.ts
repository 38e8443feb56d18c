// VitePress's own theme, with the system's fonts and samples that run.
import type { Theme } from 'vitepress'
import { inBrowser, withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { runSamples } from './run'
import './style.css'

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp() {
    if (inBrowser) runSamples(withBase('/treeline.full.min.js'))
  },
}

export default theme

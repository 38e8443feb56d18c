// A handler that reads records aloud. In a page it takes `speechSynthesis`; the stand-in here writes down what it is told.
import * as logging from 'treeline'

class SpeechHandler extends logging.Handler {
  constructor(synthesizer, Utterance) {
    super()
    this.synthesizer = synthesizer
    this.Utterance = Utterance
  }

  emit(record) {
    try {
      this.synthesizer.speak(Object.assign(new this.Utterance(this.format(record)), { lang: 'en-GB' }))
    } catch (error) {
      this.handleError(record, error)
    }
  }
}

// In a page: new SpeechHandler(speechSynthesis, SpeechSynthesisUtterance)
class Utterance {
  constructor(text) {
    this.text = text
  }
}
const synthesizer = { speak: ({ lang, text }) => console.log(`(${lang}) “${text}”`) }

logging.basicConfig({
  level: logging.DEBUG,
  format: '%(message)s',
  handlers: [new SpeechHandler(synthesizer, Utterance)],
})
logging.debug('the water is hot')
logging.debug('the tea is ready')

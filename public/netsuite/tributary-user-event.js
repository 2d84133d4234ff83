/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 *
 * Tells Tributary at once that a record was added, changed or deleted. Deploy it on customer, invoice,
 * customer payment and whatever else real-time flows begin with. A notice that is lost does no harm:
 * the scheduled flows find the change by its date.
 *
 * Script parameters:
 *   custscript_tributary_url     the connection's address, https://…/api/webhooks/netsuite/<connection>
 *   custscript_tributary_secret  the hook token of the connection
 */
define(['N/https', 'N/log', 'N/runtime', 'N/crypto', 'N/encode'], (
  https,
  log,
  runtime,
  crypto,
  encode,
) => {
  function afterSubmit(context) {
    const script = runtime.getCurrentScript()
    const url = script.getParameter({ name: 'custscript_tributary_url' })
    const secret = script.getParameter({ name: 'custscript_tributary_secret' })
    if (!url || !secret) return
    // What Tributary writes itself comes back as a change that it finds unchanged.
    const { type, id } = context.newRecord.id ? context.newRecord : context.oldRecord
    // The moment tells two changes of a record apart; the same notice sent twice counts once.
    const eventId = `${type}-${id}-${context.type}-${Date.now()}`
    const body = JSON.stringify({ type, id: String(id), event: context.type, eventId })
    const headers = { 'Content-Type': 'application/json', 'X-Hook-Token': secret }
    const signature = signed(body, secret)
    if (signature) headers['X-Hook-Signature'] = signature
    try {
      const answer = https.post({ url, headers, body })
      if (answer.code >= 300)
        log.error({ title: 'Tributary', details: `answered ${answer.code} for ${type} ${id}` })
    } catch (thrown) {
      // Saving the record must not fail because a notice could not be sent.
      log.error({ title: 'Tributary', details: `${type} ${id}: ${thrown.message}` })
    }
  }

  /**
   * HMAC-SHA256 (RFC 2104) as hex. N/crypto makes an HMAC with stored secrets only, so it is put
   * together from its hash. Null where the account does not let scripts hash: the token remains.
   */
  function signed(text, secret) {
    try {
      const block = 64
      let key = bytesOf(secret)
      if (key.length > block) key = sha256(key)
      while (key.length < block) key.push(0)
      const inner = sha256([...key.map((one) => one ^ 0x36), ...bytesOf(text)])
      return hexOf(sha256([...key.map((one) => one ^ 0x5c), ...inner]))
    } catch (thrown) {
      log.error({ title: 'Tributary', details: `no signature: ${thrown.message}` })
      return null
    }
  }

  function sha256(bytes) {
    const hash = crypto.createHash({ algorithm: crypto.HashAlg.SHA256 })
    hash.update({ input: hexOf(bytes), inputEncoding: encode.Encoding.HEX })
    const hex = hash.digest({ outputEncoding: encode.Encoding.HEX })
    return hex.match(/../g).map((pair) => parseInt(pair, 16))
  }

  function bytesOf(text) {
    const hex = encode.convert({
      string: text,
      inputEncoding: encode.Encoding.UTF_8,
      outputEncoding: encode.Encoding.HEX,
    })
    return (hex.match(/../g) || []).map((pair) => parseInt(pair, 16))
  }

  function hexOf(bytes) {
    return bytes.map((one) => one.toString(16).padStart(2, '0')).join('')
  }

  return { afterSubmit }
})

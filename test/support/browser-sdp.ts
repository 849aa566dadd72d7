/** Offers of one data channel as two browsers wrote them, with every kind of candidate. */

export const FINGERPRINT =
  'E5:59:C8:BF:DD:EA:E4:24:E3:B4:D1:C7:36:88:AB:7E:53:3F:43:25:8F:5C:A3:24:FA:B0:20:DF:84:25:F6:D4';

/** Chromium 156. */
export const CHROMIUM_SDP = [
  'v=0',
  'o=- 6321958823860330541 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=candidate:1901968301 1 udp 2113937151 ba1720bb-5b07-4599-a121-ce2775b8a824.local 43940 typ ' +
    'host generation 0 network-cost 999',
  'a=candidate:1982846749 1 udp 2113942271 192.168.1.7 47081 typ host generation 0',
  'a=candidate:1982846750 1 udp 2113942271 2001:db8::7 47082 typ host generation 0',
  'a=candidate:1982846751 1 tcp 1518157055 192.168.1.7 9 typ host tcptype active generation 0',
  'a=candidate:842163049 1 udp 1677729535 203.0.113.9 47081 typ srflx raddr 192.168.1.7 rport ' +
    '47081 generation 0',
  'a=candidate:842163050 1 udp 33562367 198.51.100.4 61000 typ relay raddr 203.0.113.9 rport ' +
    '47081 generation 0',
  'a=ice-ufrag:BWy2',
  'a=ice-pwd:avIvm8y7/uBUx9BkYpKcDVdI',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n');

/** Firefox 153. */
export const FIREFOX_SDP = [
  'v=0',
  'o=mozilla...THIS_IS_SDPARTA-99.0 6321958823860330541 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=sendrecv',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=group:BUNDLE 0',
  'a=ice-options:trickle',
  'a=msid-semantic:WMS *',
  'm=application 41540 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=candidate:0 1 UDP 2122187007 02dc01e0-d317-4b30-bb85-40952ab53529.local 41540 typ host',
  'a=candidate:1 1 UDP 2122252543 0c19c060-9faf-40d0-9d9c-659457a34304.local 36222 typ host',
  'a=candidate:2 1 TCP 2105458943 02dc01e0-d317-4b30-bb85-40952ab53529.local 9 typ host ' +
    'tcptype active',
  'a=sendrecv',
  'a=end-of-candidates',
  'a=ice-pwd:0123456789abcdef0123456789abcdef',
  'a=ice-ufrag:89abcdef',
  'a=mid:0',
  'a=setup:actpass',
  'a=sctp-port:5000',
  'a=max-message-size:1073741823',
  '',
].join('\r\n');

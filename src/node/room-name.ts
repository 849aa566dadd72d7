/**
 * A name for a room that people can say to each other: an adjective and a noun out of 64 each. It
 * only helps to tell one's rooms apart; 4,096 names identify nothing.
 */

const ADJECTIVES = words(`
  amber autumn bold brave bright calm clear clever cobalt copper coral cosy crimson curious dapper
  daring eager early easy fair fancy fearless floral gentle gilded golden grand green happy hazel
  hidden honest humble indigo ivory jolly kind lively lucky lunar mellow mighty misty modest noble
  olive patient placid plucky polite proud quick quiet rosy rustic sandy scarlet serene silver
  snowy solar steady sunny velvet`);

const NOUNS = words(`
  acorn anchor arbor badger barn beacon birch bridge brook canyon cedar clover comet cove crane
  delta dune falcon fern finch fjord forest fox garden glade grove harbour heron hill island
  juniper kite lagoon lantern lark maple marsh meadow mill moss oak orchard otter owl pebble pine
  pond prairie quarry raven reef ridge river robin shore sparrow spring summit thicket tide valley
  willow wren yew`);

/** Two words from the first two of the topic's 16 bytes. */
export function roomName(topic: Uint8Array): string {
  const adjective = ADJECTIVES[topic[0]! % ADJECTIVES.length]!;
  return `${adjective} ${NOUNS[topic[1]! % NOUNS.length]!}`;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

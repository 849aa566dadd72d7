/** Lets a test destroy the devices of this worker; to be imported before they are asked for. */

const devices: GPUDevice[] = [];
const { requestDevice } = GPUAdapter.prototype;

GPUAdapter.prototype.requestDevice = async function request(descriptor) {
  const device = await requestDevice.call(this, descriptor);
  devices.push(device);
  return device;
};

new BroadcastChannel('gpu-fault').onmessage = () => {
  for (const device of devices.splice(0)) device.destroy();
};

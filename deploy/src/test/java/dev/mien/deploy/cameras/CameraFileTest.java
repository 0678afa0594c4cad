// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.events.Camera;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraFileTest {

  private static final Camera GATE = new Camera("gate", "/films/tür \uD83D\uDEAA\u007f.mp4", 12.5);
  private static final Camera DOOR = new Camera("door", "rtsp://me:secret@10.0.0.7/1", 0);

  @Test
  void readsWhatItWrites() {
    String text = CameraFile.line(GATE) + "\n\n" + CameraFile.line(DOOR);

    assertThat(CameraFile.line(GATE)).isPrintable();
    assertThat(CameraFile.read("f", text.getBytes(UTF_8))).containsExactly(GATE, DOOR);
  }

  @Test
  void readsUtf8WithAByteOrderMarkAndLinesOfWindows() {
    String text = "\ufeff{\"camera\":\"a\",\"source\":\"/tür\",\"maxFps\":5}\r\n  \r\n";

    assertThat(CameraFile.read("f", text.getBytes(UTF_8)))
        .containsExactly(new Camera("a", "/tür", 5));
  }

  @Test
  void takesTheUrlOfAFileForItsPath() {
    assertThat(read("{'camera':'a','source':'file:///a%20b.mp4','maxFps':0}"))
        .isEqualTo(new Camera("a", "/a b.mp4", 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'camera':'a','source':'/a','maxFps':-1} | maxFps is -1, expected 0 to 10000",
        "{'camera':'a','source':'/a','maxFps':'5'} | maxFps",
        "{'camera':'a','source':'/a'} | maxFps",
        "{'camera':'a','source':'/a','maxFps':0,'fps':5} | 'fps'",
        "{'camera':'a','source':'/a','maxFps':0,'ffmpegOptions':{'hight':'5'}} | no option hight for any source",
        "{'camera':'a','source':'/a','maxFps':0,'ffmpegOptions':{'user_agent':'***'}} | *** in place of a password",
        "{'camera':'a','source':'/a','maxFps':0,'maxFps':5} | 'maxFps'",
        "{'camera':'a b','source':'/a','maxFps':0} | camera id 'a b' is not valid: use 1 to 100",
        "{'camera':'a','source':' ','maxFps':0} | source is empty",
        "{'camera':'a','source':'films/a.mp4','maxFps':0} | source films/a.mp4: a file needs its whole path",
        "{'camera':'a','source':'rtsp://me:***@b','maxFps':0} | source rtsp://me:***@b, or an option of FFmpeg for it, has *** in place of a password",
        "[{'camera':'a','source':'/a','maxFps':0}] | expected lines such as {'camera':'door',",
        "{ | end-of-input",
        "door | 'door'",
      })
  void saysInWhichLineWhatIsWrong(String line, String words) {
    String text = "\n" + CameraFile.line(GATE) + "\n" + line.replace('\'', '"');

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraFile.read("cameras.jsonl", text.getBytes(UTF_8)))
        .withMessageStartingWith("cameras.jsonl has wrong lines, so nothing is changed:")
        .withMessageContaining("  line 3: ")
        .extracting(refused -> String.valueOf(refused.getMessage()).replace('"', '\''))
        .asString()
        .contains(words);
  }

  @Test
  void namesAllLinesThatAreWrongAndNoPassword() {
    String text =
        String.join(
            "\n",
            CameraFile.line(DOOR),
            "{\"camera\":\"rtsp://me:secret@10.0.0.7/1\",\"source\":\"door\",\"maxFps\":0}",
            "{\"camera\":\"a\",\"source\":\"rtsp://me:secret@10.0.0.7/1\",\"maxFps\":-1}",
            "{\"camera\":\"a\",\"source\":\"/a\",\"maxFps\":\"rtsp://me:secret@10.0.0.7/1\"}",
            "{\"camera\":\"a\",\"source\":\"/a\",\"maxFps\":0,\"ffmpegOptions\":\"headers=secret\"}",
            "{\"camera\":\"a\",\"source\":\"/a\",\"maxFps\":0,\"ffmpegOptions\":{\"headers\":secret}}",
            CameraFile.line(DOOR));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraFile.read("-", text.getBytes(UTF_8)))
        .withMessageContaining("line 2: ")
        .withMessageContaining("rtsp://me:***@10.0.0.7/1")
        .withMessageContaining("line 3: ")
        .withMessageContaining("line 4: ")
        .withMessageContaining("line 7: camera 'door' is in line 1 already: leave one out")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void anotherCharacterSetIsRefused() {
    byte[] text = "{\"camera\":\"a\",\"source\":\"/tür\",\"maxFps\":0}".getBytes(ISO_8859_1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraFile.read("f", text))
        .withMessageContaining("UTF-8");
  }

  /** With --prune that would take away all cameras, say where a pipe broke. */
  @Test
  void aFileWithoutCamerasIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraFile.read("f", " \n".getBytes(ISO_8859_1)))
        .withMessageContaining("f has no camera");
  }

  private static Camera read(String line) {
    return CameraFile.read("f", line.replace('\'', '"').getBytes(UTF_8)).get(0);
  }
}

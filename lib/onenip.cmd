@echo off
rem The command line on Windows: from a folder that lib/pack-workshop has packed, or else with Maven.
setlocal
for %%i in ("%~dp0..") do set "root=%%~fi"
if not exist "%root%\offline\jars" (
  call mvn -q -f "%root%\pom.xml" compile exec:java "-Dexec.args=%*"
  exit /b
)
java %ONENIP_JAVA_OPTIONS% -Djava.awt.headless=true -cp "%root%\target\classes;%root%\offline\jars\*" org.onenip.cli.Main %*
